package weft.cli.validator;

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
import weft.cli.TrustOption;
import weft.protocol.refusal.Refusal;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.Incoming;
import weft.rollup.client.Subscription;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.WeftClient;

/// `weft attestation follow`.
@Command(
    name = "follow",
    description = "Follow who vouches for each block, verified, as soon as that is known.",
    footer = {
      "",
      "Examples:",
      "  weft attestation follow --count 10",
      "  weft attestation follow --from 1 --for 5s --trust my-weft/genesis.json --json"
    })
public final class AttestationFollowCommand implements Callable<Integer> {
  private static final long WAIT_MS = 200;

  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

  @Option(
      names = "--from",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The first height. Default: the next block.")
  private long from;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 500ms, 30s or 5m. Default: until Ctrl-C.")
  private @Nullable Long forMs;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Stop after so many heights. Default: no limit.")
  private @Nullable Long count;

  @Override
  public Integer call() throws InterruptedException {
    StopSignal stop = StopSignal.install();
    return node.call(client -> follow(client, stop));
  }

  private int follow(WeftClient client, StopSignal stop) throws InterruptedException {
    TrustedAnchors anchors = client.anchors(trust.resolve(output, client));
    long deadlineNs =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs == null ? Long.MAX_VALUE : forMs);
    long seen = 0;
    long missed = 0;
    try (Subscription<AttestedHeight> attestations = client.chain().followAttestations(from)) {
      while (!stop.isRequested()
          && (forMs == null || System.nanoTime() - deadlineNs < 0)
          && (count == null || seen < count)) {
        switch (attestations.next(WAIT_MS)) {
          case Incoming.Nothing<AttestedHeight> _ -> {}
          case Incoming.Ended<AttestedHeight>(String reason, Optional<Refusal> refusal) ->
              throw refusal
                  .map(CliException::of)
                  .orElseGet(
                      () ->
                          new CliException(
                              "failed", "the stream ended: " + reason, "Follow it again."));
          case Incoming.Item<AttestedHeight>(AttestedHeight attested) -> {
            AttestationText text = AttestationText.of(attested, anchors);
            output.event(text.document(), text.line());
            seen++;
            missed += attested.anchor().isEmpty() ? 1 : 0;
          }
        }
      }
    }
    output.remark(
        Format.count(seen, "height") + ", " + Format.count(missed) + " without an attestation");
    return 0;
  }
}
