package weft.ledger.market;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.market.VoidBid.Reason;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupStatus;
import weft.ledger.state.StateReader;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.RollupId;

/// Which bids of a block may take part in its auction, each looked at by itself.
final class BidRules {
  private final StateReader state;
  private final long height;
  private final SortedMap<RollupId, Optional<RollupRecord>> known = new TreeMap<>();

  /// By package: many bids are on the same few.
  private final Map<List<RollupId>, PackageTerms> packages = new LinkedHashMap<>();

  BidRules(StateReader state, long height) {
    this.state = state;
    this.height = height;
  }

  /// What came of a bid.
  sealed interface Judged {}

  /// @param mechanism that its package is sold by
  record Admitted(BlockBid bid, Mechanism mechanism) implements Judged {}

  record Refused(VoidBid bid) implements Judged {}

  /// On what terms a package is sold.
  sealed interface PackageTerms {}

  /// @param mechanism empty if its rollups are not sold together
  record ForSale(SortedMap<RollupId, MarketTerms> sellers, Optional<Mechanism> mechanism)
      implements PackageTerms {}

  record NotForSale(Reason reason, String message) implements PackageTerms {}

  Judged judge(BlockBid bid) {
    Action.Bid terms = bid.terms();
    if (terms.firstHeight() > height) {
      return refused(bid, Reason.TOO_EARLY, "the bid is for height " + terms.firstHeight() + " on");
    }
    return switch (packages.computeIfAbsent(terms.rollups(), this::packageTerms)) {
      case NotForSale(Reason reason, String message) -> refused(bid, reason, message);
      case ForSale sold -> judge(bid, sold);
    };
  }

  private PackageTerms packageTerms(List<RollupId> rollups) {
    for (RollupId rollup : rollups) {
      if (rollup(rollup).isEmpty()) {
        return new NotForSale(Reason.UNKNOWN_ROLLUP, "there is no open rollup named " + rollup);
      }
    }
    SortedMap<RollupId, MarketTerms> sellers = new TreeMap<>();
    for (RollupId rollup : rollups) {
      Optional<MarketTerms> market = rollup(rollup).flatMap(record -> record.terms().market());
      if (market.isEmpty()) {
        return new NotForSale(Reason.NOT_FOR_SALE, rollup + " does not sell the head of its lane");
      }
      sellers.put(rollup, market.get());
    }
    return new ForSale(sellers, CommonMechanism.of(sellers));
  }

  private Judged judge(BlockBid bid, ForSale sold) {
    for (var seller : sold.sellers().entrySet()) {
      if (!seller.getValue().asset().equals(bid.terms().asset())) {
        return refused(
            bid,
            Reason.WRONG_ASSET,
            seller.getKey() + " sells for " + seller.getValue().asset() + " only");
      }
    }
    if (sold.mechanism().isEmpty()) {
      return refused(
          bid, Reason.NO_COMMON_MECHANISM, "the rollups of the package are not sold together");
    }
    if (bid.terms().salt().isEmpty()
        && sold.sellers().values().stream().anyMatch(MarketTerms::sealedOnly)) {
      return refused(
          bid,
          Reason.NOT_SEALED,
          "a rollup of the package takes bids only that were sealed before");
    }
    return new Admitted(bid, sold.mechanism().get());
  }

  /// The market terms of a rollup that an admitted bid names.
  MarketTerms terms(RollupId rollup) {
    return rollup(rollup).flatMap(record -> record.terms().market()).orElseThrow();
  }

  private Optional<RollupRecord> rollup(RollupId rollup) {
    return known.computeIfAbsent(
        rollup, id -> state.rollup(id).filter(record -> record.status() != RollupStatus.CLOSED));
  }

  private static Refused refused(BlockBid bid, Reason reason, String message) {
    return new Refused(new VoidBid(bid, reason, message));
  }
}
