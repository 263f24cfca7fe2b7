package weft.cli.orderflow;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.DurationConverter;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.StopSignal;
import weft.protocol.orderflow.Hint;
import weft.protocol.refusal.Refusal;
import weft.rollup.client.Incoming;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// `weft order-flow watch`.
@Command(
    name = "watch",
    description = {
      "Follow what the node tells of the transactions that it keeps back: those of now first.",
      "A bid names one by its hash ('weft bid submit --transaction'), and repeats the refund that"
          + " it asks for."
    },
    footer = {
      "",
      "Examples:",
      "  weft order-flow watch --count 1",
      "  weft order-flow watch --for 30s --json"
    })
public final class OrderFlowWatchCommand implements Callable<Integer> {
  private static final long WAIT_MS = 200;

  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 500ms, 30s or 5m. Default: until Ctrl-C.")
  private @Nullable Long forMs;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Stop after so many transactions. Default: no limit.")
  private @Nullable Long count;

  @Override
  public Integer call() throws InterruptedException {
    StopSignal stop = StopSignal.install();
    return node.call(client -> follow(client, stop));
  }

  private int follow(WeftClient client, StopSignal stop) throws InterruptedException {
    long deadlineNs =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs == null ? Long.MAX_VALUE : forMs);
    long seen = 0;
    try (Subscription<Hint> hints = client.orderFlow().followHints()) {
      while (!stop.isRequested()
          && (forMs == null || System.nanoTime() - deadlineNs < 0)
          && (count == null || seen < count)) {
        switch (hints.next(WAIT_MS)) {
          case Incoming.Nothing<Hint> _ -> {}
          case Incoming.Ended<Hint>(String reason, Optional<Refusal> refusal) ->
              throw refusal
                  .map(CliException::of)
                  .orElseGet(
                      () ->
                          new CliException(
                              "failed", "the stream ended: " + reason, "Follow it again."));
          case Incoming.Item<Hint>(Hint hint) -> {
            output.event(HintText.document(hint), HintText.lines(hint));
            seen++;
          }
        }
      }
    }
    output.remark(Format.count(seen, "transaction"));
    return 0;
  }
}
