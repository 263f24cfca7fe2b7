package weft.rollup.client;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.RollupId;

/// What somebody bids, and for what: payloads of its own, transactions of others, or both.
///
/// @param rollups the package: exactly the rollups that the payloads and the other transactions are
///   for
/// @param before hashes of others' transactions whose payloads are to stand before the own ones
/// @param payloads the bidder's own, in order; empty where it bids on others' transactions only
/// @param after hashes of others' transactions whose payloads are to stand after the own ones
/// @param asset that all rollups of the package sell for
/// @param amount at least 1
/// @param firstHeight the first block that it is for; 0 = any
/// @param lastHeight the last block that it is for
/// @param exclusiveGroup of the bidder's bids with one number at most one wins in a block; 0 = none
/// @param budget the most that all its winning bids of a block may offer together; empty: no limit
/// @param split what each rollup is to get, ascending by rollup id, in sum the amount; empty: left
///   to the mechanism
/// @param orderFlow what the transactions of others ask for by their [Action.RefundTerms],
///   ascending by place among all that the bid names; a bid that leaves one out is not delivered
public record BidOrder(
    SortedSet<RollupId> rollups,
    List<Hash32> before,
    List<Action.BundleEntry> payloads,
    List<Hash32> after,
    AssetId asset,
    Amount amount,
    long firstHeight,
    long lastHeight,
    long exclusiveGroup,
    Optional<Amount> budget,
    List<Amount> split,
    List<OrderFlow> orderFlow) {
  public BidOrder {
    rollups = Collections.unmodifiableSortedSet(new TreeSet<>(rollups));
    before = List.copyOf(before);
    payloads = List.copyOf(payloads);
    after = List.copyOf(after);
    split = List.copyOf(split);
    orderFlow = List.copyOf(orderFlow);
  }

  /// An order for own payloads alone, in the package of their rollups.
  public static BidOrder of(
      List<Action.BundleEntry> payloads, AssetId asset, Amount amount, long lastHeight) {
    SortedSet<RollupId> rollups = new TreeSet<>();
    payloads.forEach(payload -> rollups.add(payload.rollup()));
    return new BidOrder(
        rollups,
        List.of(),
        payloads,
        List.of(),
        asset,
        amount,
        0,
        lastHeight,
        0,
        Optional.empty(),
        List.of(),
        List.of());
  }

  /// The same for transactions of others, whose payloads stand before the own ones.
  ///
  /// @param theirRollups what those have payloads for
  public BidOrder behind(List<Hash32> transactions, SortedSet<RollupId> theirRollups) {
    SortedSet<RollupId> all = new TreeSet<>(rollups);
    all.addAll(theirRollups);
    return new BidOrder(
        all,
        transactions,
        payloads,
        after,
        asset,
        amount,
        firstHeight,
        lastHeight,
        exclusiveGroup,
        budget,
        split,
        orderFlow);
  }

  public BidOrder withFirstHeight(long height) {
    return new BidOrder(
        rollups,
        before,
        payloads,
        after,
        asset,
        amount,
        height,
        lastHeight,
        exclusiveGroup,
        budget,
        split,
        orderFlow);
  }

  public BidOrder withExclusiveGroup(long group) {
    return new BidOrder(
        rollups,
        before,
        payloads,
        after,
        asset,
        amount,
        firstHeight,
        lastHeight,
        group,
        budget,
        split,
        orderFlow);
  }

  public BidOrder withBudget(Amount most) {
    return new BidOrder(
        rollups,
        before,
        payloads,
        after,
        asset,
        amount,
        firstHeight,
        lastHeight,
        exclusiveGroup,
        Optional.of(most),
        split,
        orderFlow);
  }

  public BidOrder withSplit(List<Amount> parts) {
    return new BidOrder(
        rollups,
        before,
        payloads,
        after,
        asset,
        amount,
        firstHeight,
        lastHeight,
        exclusiveGroup,
        budget,
        parts,
        orderFlow);
  }

  public BidOrder withOrderFlow(List<OrderFlow> asked) {
    return new BidOrder(
        rollups,
        before,
        payloads,
        after,
        asset,
        amount,
        firstHeight,
        lastHeight,
        exclusiveGroup,
        budget,
        split,
        asked);
  }
}
