package weft.cli.transaction;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.DurationConverter;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.primitives.Hash32;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.WeftClient;

/// `weft status`.
@Command(
    name = "status",
    description = "Show where a transaction stands. Exit status 1: it will not get into a block.",
    footer = {
      "",
      "Examples:",
      "  weft status 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "  weft status 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --follow"
    })
public final class StatusCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Parameters(paramLabel = "HASH", description = "The transaction's hash.")
  private String hash = "";

  @Option(names = "--follow", description = "Print each change until the state is final.")
  private boolean follow;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description = "How long to follow at most, such as 30s or 5m. Default: 5m.")
  private long forMs;

  @Override
  public Integer call() throws InterruptedException {
    Hash32 transaction = Parse.hash("HASH", hash);
    return node.call(client -> StatusText.exitStatus(show(client, transaction)));
  }

  private TransactionStatus show(WeftClient client, Hash32 transaction)
      throws InterruptedException {
    if (follow) {
      return StatusFollower.follow(client, transaction, forMs, this::print);
    }
    TransactionStatus status = NodeOption.require(client.transactions().status(transaction));
    Map<String, Object> document = StatusText.document(status);
    output.print(document, StatusText.lines(status));
    return status;
  }

  private void print(TransactionStatus status) {
    output.event(StatusText.document(status), StatusText.line(status));
  }
}
