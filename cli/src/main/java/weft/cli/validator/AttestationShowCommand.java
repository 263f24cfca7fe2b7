package weft.cli.validator;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.TrustOption;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.TrustedAnchors;

/// `weft attestation show`.
@Command(
    name = "show",
    description = "Show who vouches for a block, verified.",
    footer = {
      "",
      "Examples:",
      "  weft attestation show",
      "  weft attestation show 42 --trust my-weft/genesis.json --json"
    })
public final class AttestationShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();

  @Parameters(
      paramLabel = "HEIGHT",
      arity = "0..1",
      description = "Which block. Default: the newest that is attested.")
  private @Nullable Long height;

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          TrustedAnchors anchors = client.anchors(trust.resolve(output, client));
          AttestedHeight attested =
              NodeOption.require(client.chain().attestation(height == null ? 0 : height));
          AttestationText text = AttestationText.of(attested, anchors);
          output.print(text.document(), text.line());
          return 0;
        });
  }
}
