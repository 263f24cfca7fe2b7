package weft.cli.validator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.TrustedPointFile;
import weft.protocol.light.TrustedPoint;
import weft.rollup.client.NetworkValidators;
import weft.rollup.client.NodeStatus;

/// `weft validator pin`.
@Command(
    name = "pin",
    description = {
      "Write the present validators down as a trusted point, for --trust.",
      "They are the node's word: compare the set's hash with other nodes and people."
    },
    footer = {
      "",
      "Examples:",
      "  weft validator pin --out point.json",
      "  weft lane follow my-rollup --trust point.json"
    })
public final class ValidatorPinCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the trusted point. Default: standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          NodeStatus status = NodeOption.require(client.chain().nodeStatus());
          NetworkValidators now = NodeOption.require(client.chain().validators(false));
          TrustedPoint point =
              new TrustedPoint(status.chainId(), now.height(), now.set(), status.blockTimeMs());
          String text = Output.toJson(TrustedPointFile.document(point));
          if (out == null) {
            output.raw(text);
          } else {
            write(out, text);
            output.print(document(out, point), line(out, point));
          }
          return 0;
        });
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Path file, TrustedPoint point) {
    return "validators %s from height %s on are in %s; compare the hash with other nodes"
        .formatted(point.validators().hash(), Format.count(point.height()), file);
  }

  private static Map<String, Object> document(Path file, TrustedPoint point) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", file.toString());
    document.put("height", point.height());
    document.put("validatorsHash", point.validators().hash().toString());
    return document;
  }
}
