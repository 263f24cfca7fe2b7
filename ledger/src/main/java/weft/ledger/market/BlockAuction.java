package weft.ledger.market;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.ledger.market.BidRules.Admitted;
import weft.ledger.market.VoidBid.Reason;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// The auctions that a block holds, one in each asset: they follow from its bids, its transactions
/// and the state alone. Rules `BID-n` of docs/protocol/bids.md.
///
/// @param auctions by asset, those in which there are bids
/// @param voids the other bids, ascending by hash
public record BlockAuction(SortedMap<AssetId, AssetAuction> auctions, List<VoidBid> voids) {
  /// The most rollups of one auction.
  public static final int MAX_ROLLUPS = 64;

  private static final Comparator<Admitted> GREATEST_FIRST =
      Comparator.comparing((Admitted one) -> one.bid().terms().amount())
          .reversed()
          .thenComparing(one -> one.bid().hash());

  public BlockAuction {
    auctions = Collections.unmodifiableSortedMap(new TreeMap<>(auctions));
    voids = List.copyOf(voids);
  }

  /// The auctions of a block.
  ///
  /// @param state that the block is executed over, after bids have paid their fees
  /// @param bids of the block, in any order, each hash once
  /// @param missing hashes of those whose transactions no block can have, as the block says
  public static BlockAuction of(
      StateReader state, long height, List<BlockBid> bids, SortedSet<Hash32> missing) {
    BidRules rules = new BidRules(state, height);
    MarketParameters parameters = MarketParameters.read(state);
    SortedMap<Hash32, VoidBid> voids = new TreeMap<>();
    SortedMap<AssetId, List<Admitted>> admitted = new TreeMap<>();
    SortedMap<Address, Long> taking = new TreeMap<>();
    List<BlockBid> ordered = bids.stream().sorted(Comparator.comparing(BlockBid::hash)).toList();
    for (BlockBid bid : ordered) {
      switch (rules.judge(bid)) {
        case BidRules.Refused(VoidBid refused) -> voids.put(bid.hash(), refused);
        case Admitted _ when missing.contains(bid.hash()) ->
            voids.put(bid.hash(), missing(bid, parameters));
        case Admitted _
            when taking.merge(bid.bidder(), 1L, Math::addExact) > parameters.maxBidsPerBidder() ->
            voids.put(bid.hash(), tooMany(bid, parameters));
        case Admitted one ->
            admitted.computeIfAbsent(bid.terms().asset(), _ -> new ArrayList<>()).add(one);
      }
    }
    SortedMap<AssetId, AssetAuction> auctions = new TreeMap<>();
    long nodesOfEach = Math.max(1, parameters.maxNodes() / Math.max(1, admitted.size()));
    admitted.forEach(
        (asset, all) -> {
          SortedMap<Address, Amount> budgets = budgets(asset, ordered);
          BidCovers covers = new BidCovers(state, asset, budgets, voids.values());
          List<Admitted> covered = covered(covers, all, voids);
          List<Admitted> sold = bounded(covered, voids);
          if (!sold.isEmpty()) {
            auctions.put(
                asset,
                new AuctionMaker(rules, budgets, nodesOfEach, parameters.maxFuel()).make(sold));
          }
        });
    long parts = Math.max(1, auctions.values().stream().filter(AssetAuction::hasModules).count());
    auctions.replaceAll(
        (_, one) -> one.withFuel(one.hasModules() ? parameters.maxBlockFuel() / parts : 0));
    return new BlockAuction(auctions, List.copyOf(voids.values()));
  }

  /// Whether a bid would win if a block held no other: it is not void, and it offers at least what
  /// its rollups take together.
  public static boolean couldWin(StateReader state, long height, BlockBid bid) {
    if (!of(state, height, List.of(bid), new TreeSet<>()).voids().isEmpty()) {
      return false;
    }
    BidRules rules = new BidRules(state, height);
    Amount reserves = Amount.ZERO;
    for (RollupId rollup : bid.terms().rollups()) {
      reserves = reserves.saturatingPlus(rules.terms(rollup).reserve());
    }
    return !bid.terms().amount().isLessThan(reserves);
  }

  /// The bids that end the seals that they show: those that take part, and those that others keep
  /// from it. For any other void bid its bidder answers: its seal stays, and what it holds is lost
  /// when its time is over.
  List<BlockBid> endingSeals() {
    List<BlockBid> ending = new ArrayList<>();
    auctions.values().forEach(auction -> ending.addAll(auction.bids()));
    voids.stream().filter(bid -> bid.reason().endsSeal()).forEach(bid -> ending.add(bid.bid()));
    return ending;
  }

  private static VoidBid missing(BlockBid bid, MarketParameters parameters) {
    return new VoidBid(
        bid,
        Reason.MISSING_TRANSACTION,
        "no block can be built with the transactions that it names",
        parameters.forfeit(bid.terms().amount()));
  }

  private static VoidBid tooMany(BlockBid bid, MarketParameters parameters) {
    return new VoidBid(
        bid,
        Reason.TOO_MANY_BIDS,
        "at most " + parameters.maxBidsPerBidder() + " bids of a bidder take part");
  }

  /// The smallest budget that each bidder names in an asset, also in a bid that is void.
  private static SortedMap<Address, Amount> budgets(AssetId asset, List<BlockBid> bids) {
    SortedMap<Address, Amount> budgets = new TreeMap<>();
    for (BlockBid bid : bids) {
      if (bid.terms().asset().equals(asset) && !bid.terms().budget().isZero()) {
        budgets.merge(bid.bidder(), bid.terms().budget(), Amount::min);
      }
    }
    return budgets;
  }

  /// Those that bonds cover, in the order of the block.
  private static List<Admitted> covered(
      BidCovers covers, List<Admitted> admitted, SortedMap<Hash32, VoidBid> voids) {
    List<Admitted> covered = new ArrayList<>();
    for (Admitted one : admitted) {
      BlockBid bid = one.bid();
      if (covers.take(bid)) {
        covered.add(one);
      } else {
        voids.put(
            bid.hash(),
            new VoidBid(
                bid,
                Reason.BOND_TOO_LOW,
                "the bond of " + bid.bidder() + " does not cover it besides its other bids"));
      }
    }
    return covered;
  }

  /// Those on the first [#MAX_ROLLUPS] rollups that the greatest bids are on.
  private static List<Admitted> bounded(List<Admitted> covered, SortedMap<Hash32, VoidBid> voids) {
    if (covered.stream().flatMap(one -> one.bid().terms().rollups().stream()).distinct().count()
        <= MAX_ROLLUPS) {
      return covered;
    }
    SortedSet<RollupId> rollups = new TreeSet<>();
    for (Admitted one : covered.stream().sorted(GREATEST_FIRST).toList()) {
      SortedSet<RollupId> joined = new TreeSet<>(rollups);
      joined.addAll(one.bid().terms().rollups());
      if (joined.size() <= MAX_ROLLUPS) {
        rollups = joined;
      } else {
        voids.put(
            one.bid().hash(),
            new VoidBid(
                one.bid(),
                Reason.TOO_MANY_ROLLUPS,
                "greater bids are on as many rollups as an auction takes, " + MAX_ROLLUPS));
      }
    }
    return covered.stream().filter(one -> !voids.containsKey(one.bid().hash())).toList();
  }
}
