package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Address;

/// What a rollup's owner chooses.
///
/// @param payee earns the rollup's share of fees and its gas fees
/// @param acceptedFeeAssets empty: every fee asset of the chain
/// @param maxBytesPerBlock cap on the payload bytes of one lane block
/// @param gas empty: no gas dimension
/// @param submitters empty: everybody may submit to the lane
/// @param market empty: the head of the lane is not sold
public record RollupTerms(
    Address payee,
    Policy policy,
    List<AssetId> acceptedFeeAssets,
    long maxBytesPerBlock,
    String metadataUrl,
    Optional<GasTerms> gas,
    List<Address> submitters,
    Optional<MarketTerms> market) {
  public RollupTerms {
    acceptedFeeAssets = List.copyOf(acceptedFeeAssets);
    submitters = List.copyOf(submitters);
  }

  /// Terms of a rollup that does not sell the head of its lane.
  public RollupTerms(
      Address payee,
      Policy policy,
      List<AssetId> acceptedFeeAssets,
      long maxBytesPerBlock,
      String metadataUrl,
      Optional<GasTerms> gas,
      List<Address> submitters) {
    this(
        payee,
        policy,
        acceptedFeeAssets,
        maxBytesPerBlock,
        metadataUrl,
        gas,
        submitters,
        Optional.empty());
  }

  /// The same with other terms for the head of the lane.
  public RollupTerms withMarket(Optional<MarketTerms> newMarket) {
    return new RollupTerms(
        payee,
        policy,
        acceptedFeeAssets,
        maxBytesPerBlock,
        metadataUrl,
        gas,
        submitters,
        newMarket);
  }
}
