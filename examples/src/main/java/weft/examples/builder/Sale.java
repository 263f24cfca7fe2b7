package weft.examples.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.RegisteredRollup;
import weft.rollup.client.WeftClient;

/// On what terms markets sell the heads of their lanes.
///
/// @param asset that all of them sell for
/// @param reserves the least for each, in the order of the markets
record Sale(AssetId asset, List<Amount> reserves) {
  Sale {
    reserves = List.copyOf(reserves);
  }

  /// The terms by a node's word; empty where one does not sell, or for another asset.
  ///
  /// @throws weft.rollup.client.NodeException if the node does not answer
  static Optional<Sale> ask(WeftClient client, List<RollupId> rollups) {
    List<MarketTerms> terms = new ArrayList<>();
    for (RollupId rollup : rollups) {
      if (client.chain().rollup(rollup)
          instanceof Checked.Ok<RegisteredRollup>(RegisteredRollup known)) {
        known.terms().market().ifPresent(terms::add);
      }
    }
    boolean isCommon =
        terms.size() == rollups.size()
            && terms.stream().map(MarketTerms::asset).distinct().count() == 1;
    return isCommon
        ? Optional.of(
            new Sale(terms.getFirst().asset(), terms.stream().map(MarketTerms::reserve).toList()))
        : Optional.empty();
  }

  /// The least that the markets of a plan are sold for together.
  Amount reserve(Plan plan) {
    return plan.legs().stream()
        .map(leg -> reserves.get(leg.market()))
        .reduce(Amount.ZERO, Amount::plus);
  }
}
