package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.protocol.mechanism.Mechanism;

/// On what terms a rollup sells the head of its lane.
///
/// @param mechanisms that it accepts, best first; 1 to 8, each once
/// @param asset that bids on it are in
/// @param reserve the least that it takes for the head of its lane, in that asset
/// @param partners the only rollups that it is sold together with, at most 64; empty: all
/// @param excluded rollups that it is never sold together with, at most 64
/// @param sealedOnly whether it takes no bid that was not sealed in an earlier block
/// @param reporters who says later what came of its lane; empty where nobody does, so that it
///   accepts no mechanism with a deferral
public record MarketTerms(
    List<AcceptedMechanism> mechanisms,
    AssetId asset,
    Amount reserve,
    List<RollupId> partners,
    List<RollupId> excluded,
    boolean sealedOnly,
    Optional<Reporters> reporters) {
  public MarketTerms {
    mechanisms = List.copyOf(mechanisms);
    partners = List.copyOf(partners);
    excluded = List.copyOf(excluded);
  }

  /// The terms of a rollup that takes any bid.
  public MarketTerms(
      List<AcceptedMechanism> mechanisms,
      AssetId asset,
      Amount reserve,
      List<RollupId> partners,
      List<RollupId> excluded) {
    this(mechanisms, asset, reserve, partners, excluded, false, Optional.empty());
  }

  /// The same terms with reporters.
  public MarketTerms with(Reporters named) {
    return new MarketTerms(
        mechanisms, asset, reserve, partners, excluded, sealedOnly, Optional.of(named));
  }

  /// The terms of a rollup that is sold by one mechanism, with weight 1, and together with any.
  public static MarketTerms of(Mechanism mechanism, AssetId asset, Amount reserve) {
    return new MarketTerms(
        List.of(new AcceptedMechanism(mechanism, 1)), asset, reserve, List.of(), List.of());
  }

  /// The same, for sealed bids only.
  public MarketTerms forSealedOnly() {
    return new MarketTerms(mechanisms, asset, reserve, partners, excluded, true, reporters);
  }

  /// @param weight the rollup's part where revenue is shared by fixed weights, at least 1
  public record AcceptedMechanism(Mechanism mechanism, long weight) {}

  /// Whether it may be sold together with another rollup, as far as it is concerned.
  public boolean acceptsPartner(RollupId other) {
    return (partners.isEmpty() || partners.contains(other)) && !excluded.contains(other);
  }
}
