package weft.cli.transaction;

import picocli.CommandLine.Option;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.rollup.client.WeftClient;

/// When an announced change takes effect.
public final class ActivationOption {
  @Option(
      names = "--after",
      paramLabel = "BLOCKS",
      defaultValue = "200",
      description =
          "After how many blocks from now it takes effect; the chain has a least delay. Default:"
              + " 200 blocks.")
  private long afterBlocks;

  @Option(
      names = "--at-height",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The block height at which it takes effect, instead of --after.")
  private long atHeight;

  /// The height; says it in a remark.
  public long height(WeftClient client, Output output) {
    long height =
        atHeight > 0
            ? atHeight
            : NodeOption.require(client.chain().nodeStatus()).height() + afterBlocks;
    output.remark("Takes effect at block " + Format.count(height) + ".");
    return height;
  }
}
