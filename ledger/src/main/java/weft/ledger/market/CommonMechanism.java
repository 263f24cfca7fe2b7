package weft.ledger.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.RollupId;

/// By which mechanism a package of rollups is sold: rules `MECH-n` of docs/protocol/registry.md.
public final class CommonMechanism {
  private CommonMechanism() {}

  /// The mechanism that all rollups of a package accept. Of several it is the one with the smallest
  /// sum of places in their lists, and of these the first in the order of [Mechanism].
  ///
  /// @param sellers the package's rollups with their terms, at least one
  /// @return empty if they accept none in common, one does not accept another as partner, or they
  ///   sell for different assets
  public static Optional<Mechanism> of(SortedMap<RollupId, MarketTerms> sellers) {
    if (!accept(sellers)) {
      return Optional.empty();
    }
    List<List<Mechanism>> lists = new ArrayList<>(sellers.size());
    for (MarketTerms terms : sellers.values()) {
      lists.add(accepted(terms));
    }
    Optional<Mechanism> best = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    for (Mechanism mechanism : lists.getFirst()) {
      OptionalInt places = places(lists, mechanism);
      if (places.isEmpty()) {
        continue;
      }
      int sum = places.getAsInt();
      if (sum < fewest
          || (sum == fewest && best.filter(one -> one.compareTo(mechanism) > 0).isPresent())) {
        best = Optional.of(mechanism);
        fewest = sum;
      }
    }
    return best;
  }

  /// Whether they sell for one asset and each takes all others as partners.
  private static boolean accept(SortedMap<RollupId, MarketTerms> sellers) {
    AssetId asset = sellers.sequencedValues().getFirst().asset();
    for (var seller : sellers.entrySet()) {
      MarketTerms terms = seller.getValue();
      if (!terms.asset().equals(asset)) {
        return false;
      }
      for (RollupId other : sellers.keySet()) {
        if (!other.equals(seller.getKey()) && !terms.acceptsPartner(other)) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Mechanism> accepted(MarketTerms terms) {
    return terms.mechanisms().stream().map(AcceptedMechanism::mechanism).toList();
  }

  /// The sum of a mechanism's places in all lists; empty if it is not in all.
  private static OptionalInt places(List<List<Mechanism>> lists, Mechanism mechanism) {
    int sum = 0;
    for (List<Mechanism> list : lists) {
      int place = list.indexOf(mechanism);
      if (place < 0) {
        return OptionalInt.empty();
      }
      sum += place;
    }
    return OptionalInt.of(sum);
  }
}
