package weft.cli.transaction;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.NodeOption;
import weft.cli.Parse;
import weft.protocol.transaction.AssetId;
import weft.rollup.client.WeftClient;

/// The asset that a command moves.
public final class AssetOption {
  @Option(
      names = "--asset",
      paramLabel = "ASSET",
      description = "Of which asset. Default: the chain's default asset.")
  private @Nullable String asset;

  /// The asset that was chosen, or the chain's default asset.
  public AssetId of(WeftClient client) {
    return asset == null
        ? NodeOption.require(client.chain().nodeStatus()).defaultAsset()
        : Parse.asset("--asset", asset);
  }
}
