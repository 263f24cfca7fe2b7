package weft.cli.example;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.DurationConverter;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.StopSignal;
import weft.cli.TrustOption;
import weft.examples.hello.HelloRollup;
import weft.protocol.block.TrustedValidator;
import weft.protocol.transaction.RollupId;
import weft.rollup.Rollup;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.BlockMetadata;
import weft.rollup.execution.Conductor;
import weft.rollup.execution.ConductorState;

/// `weft run-example hello`.
@Command(
    name = "hello",
    description =
        "The rollup in forty lines of docs/rollup-sdk.md, from the first lane block on, in memory.",
    footer = {
      "",
      "Examples:",
      "  weft run-example hello my-rollup --for 3s",
      "  weft run-example hello my-rollup --json"
    })
public final class HelloCommand implements Callable<Integer> {
  private static final long POLL_MS = 100;

  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 500ms, 30s or 5m. Default: until Ctrl-C.")
  private @Nullable Long forMs;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    StopSignal stop = StopSignal.install();
    return node.call(
        client -> {
          TrustedValidator trusted =
              trust.resolve(output, () -> NodeOption.require(client.chain().nodeStatus()));
          NodeOption.require(client.chain().rollup(id));
          run(client, id, trusted, stop);
          return 0;
        });
  }

  private void run(WeftClient client, RollupId id, TrustedValidator trusted, StopSignal stop)
      throws InterruptedException {
    long deadlineNs =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs == null ? Long.MAX_VALUE : forMs);
    try (Conductor conductor =
        Rollup.follow(client, id.name(), trusted, new HelloRollup(), (_, block) -> print(block))) {
      while (!stop.isRequested() && (forMs == null || System.nanoTime() - deadlineNs < 0)) {
        if (conductor.awaitEnd(POLL_MS).isPresent()) {
          throw new CliException(
              "rollup-stopped",
              "the rollup stopped: " + describe(conductor.state()),
              "Look at the reason; nothing unverified was executed.");
        }
      }
    }
  }

  private void print(BlockMetadata block) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("block", block.number());
    document.put("executed", block.executed());
    document.put("skipped", block.skipped().size());
    document.put("stateRoot", block.stateRoot().toString());
    output.event(
        document,
        "block %s  %s executed  %s skipped  state root %s"
            .formatted(
                Format.count(block.number()),
                Format.count(block.executed(), "payload"),
                Format.count(block.skipped().size()),
                block.stateRoot()));
  }

  private static String describe(ConductorState state) {
    return state.toString();
  }
}
