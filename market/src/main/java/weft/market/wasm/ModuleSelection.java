package weft.market.wasm;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.selection.Selected;
import weft.primitives.Amount;
import weft.primitives.Bytes;

/// The winners by a module's rule, or by the declared one where the module's answer does not count:
/// bids that can win together and leave no rollup below what it was offered alone.
///
/// @param selected the winners; never exact by a module's rule
/// @param fuel instructions that the module executed
/// @param fault why the declared rule was used; empty if the module's answer counts
public record ModuleSelection(Selected selected, long fuel, Optional<ModuleFault> fault) {
  /// Bids that a module may see: what its memory has room for.
  public static final int MAX_BIDS = 16_384;

  private static final int VERSION = 1;
  private static final int BID_BYTES = 32;
  private static final int NO_GROUP = -1;
  private static final BigInteger NO_BUDGET = Amount.MAX.toBigInteger();

  /// Runs a module.
  ///
  /// @param legal indices of the legal bids, ascending
  /// @param fuel instructions that it may execute, at most [ModuleLimits#MAX_FUEL]
  /// @param declared what the declared built-in rule selects
  public static ModuleSelection of(
      MarketModule module, Auction auction, List<Integer> legal, long fuel, Selected declared) {
    if (!module.isSelection()) {
      throw new IllegalArgumentException("the module selects nothing");
    }
    if (legal.size() > MAX_BIDS || auction.rollups().size() > ShareInput.MAX_ROLLUPS) {
      return new ModuleSelection(declared, 0, Optional.of(ModuleFault.INPUT_TOO_LARGE));
    }
    ModuleRun run =
        ModuleRun.of(
            module,
            MarketModule.SELECT,
            encode(auction, legal),
            count -> count < 0 || count > legal.size() ? -1 : (count + 1) * Integer.BYTES,
            fuel);
    if (run.result().isEmpty()) {
      return new ModuleSelection(declared, run.fuel(), run.fault());
    }
    List<Integer> winners = new ArrayList<>();
    Optional<ModuleFault> fault = decode(run.result().get(), legal, winners);
    if (fault.isEmpty()) {
      fault = fault(auction, legal, winners);
    }
    return new ModuleSelection(
        fault.isPresent()
            ? declared
            : new Selected(winners, value(auction, winners), false, declared.nodes()),
        run.fuel(),
        fault);
  }

  /// The bytes that the module reads, little-endian; the layout stands in docs/protocol/market.md.
  static Bytes encode(Auction auction, List<Integer> legal) {
    int amounts = auction.rollups().size() + auction.budgets().size();
    ByteBuffer out =
        ByteBuffer.allocate(
                4 * Integer.BYTES + amounts * ShareInput.AMOUNT_BYTES + legal.size() * BID_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(VERSION).putInt(auction.rollups().size());
    out.putInt(auction.budgets().size()).putInt(legal.size());
    for (BigInteger least : leasts(auction, legal)) {
      ShareInput.put(out, least);
    }
    for (Optional<BigInteger> budget : auction.budgets()) {
      ShareInput.put(out, budget.map(NO_BUDGET::min).orElse(NO_BUDGET));
    }
    for (int index : legal) {
      Bid bid = auction.bids().get(index);
      ShareInput.put(out, bid.amount());
      out.putLong(bid.rollups().mask()).putInt(bid.bidder());
      out.putInt(bid.xorGroup().orElse(NO_GROUP));
    }
    return Bytes.wrap(out.array());
  }

  /// By rollup, the greater of its reserve and the best legal bid on it alone.
  private static List<BigInteger> leasts(Auction auction, List<Integer> legal) {
    List<BigInteger> leasts = new ArrayList<>();
    auction.rollups().forEach(terms -> leasts.add(terms.reserve()));
    for (int index : legal) {
      Bid bid = auction.bids().get(index);
      if (bid.rollups().size() == 1) {
        int rollup = bid.rollups().indices().findFirst().orElseThrow();
        leasts.set(rollup, leasts.get(rollup).max(bid.amount()));
      }
    }
    return leasts;
  }

  private static Optional<ModuleFault> decode(
      Bytes result, List<Integer> legal, List<Integer> winners) {
    ByteBuffer in = result.asBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt();
    int last = -1;
    for (int i = 0; i < count; i++) {
      int place = in.getInt();
      if (place <= last || place >= legal.size()) {
        return Optional.of(ModuleFault.NOT_TOGETHER);
      }
      last = place;
      winners.add(legal.get(place));
    }
    return Optional.empty();
  }

  private static Optional<ModuleFault> fault(
      Auction auction, List<Integer> legal, List<Integer> winners) {
    List<BigInteger> leasts = leasts(auction, legal);
    RollupSet sold = RollupSet.EMPTY;
    TreeSet<Integer> groups = new TreeSet<>();
    TreeMap<Integer, BigInteger> spent = new TreeMap<>();
    for (int winner : winners) {
      Bid bid = auction.bids().get(winner);
      if (sold.intersects(bid.rollups())
          || (bid.xorGroup().isPresent() && !groups.add(bid.xorGroup().getAsInt()))) {
        return Optional.of(ModuleFault.NOT_TOGETHER);
      }
      sold = sold.union(bid.rollups());
      spent.merge(bid.bidder(), bid.amount(), BigInteger::add);
      BigInteger least =
          bid.rollups().indices().mapToObj(leasts::get).reduce(BigInteger.ZERO, BigInteger::add);
      if (bid.rollups().size() > 1 && bid.amount().compareTo(least) < 0) {
        return Optional.of(ModuleFault.BELOW_FLOOR);
      }
    }
    boolean isOverspent =
        spent.entrySet().stream()
            .anyMatch(
                one ->
                    auction
                            .budgets()
                            .get(one.getKey())
                            .orElse(one.getValue())
                            .compareTo(one.getValue())
                        < 0);
    return isOverspent
        ? Optional.of(ModuleFault.NOT_TOGETHER)
        : unguarded(auction, legal, winners, sold);
  }

  /// Bids on one rollup that nothing but a better one on it could keep from winning.
  private static Optional<ModuleFault> unguarded(
      Auction auction, List<Integer> legal, List<Integer> winners, RollupSet sold) {
    for (int index : legal) {
      Bid bid = auction.bids().get(index);
      boolean isUnconditional =
          bid.rollups().size() == 1
              && bid.xorGroup().isEmpty()
              && auction.budgets().get(bid.bidder()).isEmpty();
      if (isUnconditional && isOutbid(auction, winners, sold, bid)) {
        return Optional.of(ModuleFault.BELOW_FLOOR);
      }
    }
    return Optional.empty();
  }

  /// Whether the rollup of a bid is unsold, or sold alone for less.
  private static boolean isOutbid(Auction auction, List<Integer> winners, RollupSet sold, Bid bid) {
    return !sold.containsAll(bid.rollups())
        || winners.stream()
            .map(auction.bids()::get)
            .anyMatch(
                winner ->
                    winner.rollups().equals(bid.rollups())
                        && winner.amount().compareTo(bid.amount()) < 0);
  }

  private static BigInteger value(Auction auction, List<Integer> winners) {
    return winners.stream()
        .map(winner -> auction.bids().get(winner).amount())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
