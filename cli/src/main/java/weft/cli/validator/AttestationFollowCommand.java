package weft.cli.validator;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.FollowOption;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.StopSignal;
import weft.cli.TrustOption;
import weft.rollup.client.AttestedHeight;
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
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();
  @Mixin private FollowOption follow = new FollowOption();

  @Option(
      names = "--from",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The first height. Default: the next block.")
  private long from;

  @Override
  public Integer call() throws InterruptedException {
    StopSignal stop = StopSignal.install();
    return node.call(client -> follow(client, stop));
  }

  private int follow(WeftClient client, StopSignal stop) throws InterruptedException {
    TrustedAnchors anchors = client.anchors(trust.resolve(output, client));
    AtomicLong missed = new AtomicLong();
    try (Subscription<AttestedHeight> attestations = client.chain().followAttestations(from)) {
      long seen =
          follow.each(
              stop,
              attestations,
              attested -> {
                AttestationText text = AttestationText.of(attested, anchors);
                output.event(text.document(), text.line());
                if (attested.anchor().isEmpty()) {
                  missed.incrementAndGet();
                }
              });
      output.remark(
          Format.count(seen, "height")
              + ", "
              + Format.count(missed.get())
              + " without an attestation");
    }
    return 0;
  }
}
