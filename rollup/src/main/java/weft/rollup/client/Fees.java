package weft.rollup.client;

import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Fees of the next block, in the default asset.
public record Fees(
    AssetId defaultAsset, Amount baseFeePerByte, List<LaneFees> lanes, List<AssetRate> assets) {
  public Fees {
    lanes = List.copyOf(lanes);
    assets = List.copyOf(assets);
  }

  public Optional<LaneFees> lane(RollupId rollup) {
    return lanes.stream().filter(lane -> lane.rollup().equals(rollup)).findFirst();
  }

  /// Fees of one lane.
  ///
  /// @param baseFeePerByte on top of the chain's base fee
  /// @param baseFeePerGas empty: the rollup has no gas dimension
  public record LaneFees(
      RollupId rollup,
      Amount baseFeePerByte,
      Optional<Amount> baseFeePerGas,
      long maxBytesPerBlock) {}

  /// Fee in the asset = ceil(fee in the default asset · numerator / denominator).
  public record AssetRate(AssetId asset, long numerator, long denominator) {}
}
