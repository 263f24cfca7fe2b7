package weft.cli.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.Output;
import weft.cli.Parse;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;

/// `weft bundle`.
@Command(
    name = "bundle",
    description =
        "Submit payloads to several rollups: contiguous in each lane and in order, or none of"
            + " them.",
    footer = {
      "",
      "Examples:",
      "  weft bundle amm-east=text:buy amm-west=text:sell --wait",
      "  weft bundle my-rollup=hex:0x01ff my-rollup=hex:0x02"
    })
public final class BundleCommand implements Callable<Integer> {
  private static final String TEXT = "text:";
  private static final String HEX = "hex:";

  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();

  @Parameters(
      paramLabel = "ROLLUP=text:TEXT|hex:HEX",
      arity = "1..*",
      description = "A payload and where it goes, in order.")
  private List<String> entries = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Action bundle = new Action.Bundle(entries.stream().map(BundleCommand::entry).toList());
    return sending.send(output, false, bundle);
  }

  static Action.BundleEntry entry(String text) {
    int sign = text.indexOf('=');
    if (sign < 0) {
      throw malformed(text);
    }
    return new Action.BundleEntry(
        Parse.rollup(text.substring(0, sign)), Payload.of(data(text, text.substring(sign + 1))));
  }

  private static Bytes data(String entry, String data) {
    if (data.startsWith(TEXT)) {
      return Bytes.utf8(data.substring(TEXT.length()));
    }
    if (data.startsWith(HEX)) {
      return PayloadInput.fromHex(data.substring(HEX.length()));
    }
    throw malformed(entry);
  }

  private static CliException malformed(String entry) {
    return CliException.usage(
        "'" + entry + "' is no bundle entry",
        "Write ROLLUP=text:TEXT or ROLLUP=hex:HEX, such as my-rollup=text:hello.");
  }
}
