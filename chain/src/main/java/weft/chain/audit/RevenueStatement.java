package weft.chain.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What a rollup earned by its lane's head, from whom, and against what it could have had alone.
///
/// @param lines ascending by height, then asset: the blocks with bids on the rollup, and those that
///   pay it what waited
/// @param totals exact sums of the lines, by asset
public record RevenueStatement(
    RollupId rollup, List<Line> lines, SortedMap<AssetId, Total> totals) {
  public RevenueStatement {
    lines = List.copyOf(lines);
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }

  /// One block in one asset.
  ///
  /// @param revenue what the auction pays the rollup, also what waits for reports
  /// @param alone the best bid on it alone, at least its reserve; 0 if there was none
  /// @param forfeited what it gets of bids whose transactions are missing
  /// @param sale to whom its lane's head was sold; empty if nobody's bid on it won
  /// @param escrow what of it waits, and what comes of what waited
  public record Line(
      long height,
      AssetId asset,
      Amount revenue,
      Amount alone,
      Amount forfeited,
      Optional<Sale> sale,
      Escrowed escrow) {

    /// A line of a block in which nothing goes into escrow or comes out of it.
    public Line(
        long height,
        AssetId asset,
        Amount revenue,
        Amount alone,
        Amount forfeited,
        Optional<Sale> sale) {
      this(height, asset, revenue, alone, forfeited, sale, Escrowed.NONE);
    }
  }

  /// What went into escrow and came out of it.
  ///
  /// @param deferred what of the block's revenue waits for reports
  /// @param released what the block pays of what waited, its own or earlier revenue; what other
  ///   rollups' revenue was may be in it
  /// @param byDefault the part of `released` that was paid as the auction gave it, as nobody
  ///   reported
  public record Escrowed(BigInteger deferred, BigInteger released, BigInteger byDefault) {
    public static final Escrowed NONE =
        new Escrowed(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    private Escrowed plus(Escrowed more) {
      return new Escrowed(
          deferred.add(more.deferred), released.add(more.released), byDefault.add(more.byDefault));
    }

    private static Escrowed of(Release release, Amount amount) {
      BigInteger units = amount.toBigInteger();
      return new Escrowed(BigInteger.ZERO, units, release.isByDefault() ? units : BigInteger.ZERO);
    }
  }

  /// Who bought a lane's head.
  ///
  /// @param rollups that were sold together
  /// @param charged for all of them
  public record Sale(Address bidder, List<RollupId> rollups, Amount charged) {
    public Sale {
      rollups = List.copyOf(rollups);
    }
  }

  /// What a rollup gets of a bid whose transactions are missing.
  public record Forfeit(long height, AssetId asset, Amount amount) {}

  /// Sums of lines in one asset.
  ///
  /// @param sold blocks in which the head was sold
  /// @param byBidder what came from whom; in sum the revenue
  public record Total(
      BigInteger revenue,
      BigInteger alone,
      BigInteger forfeited,
      long sold,
      SortedMap<Address, BigInteger> byBidder,
      Escrowed escrow) {
    static final Total NONE =
        new Total(
            BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, 0, new TreeMap<>(), Escrowed.NONE);

    public Total {
      byBidder = Collections.unmodifiableSortedMap(new TreeMap<>(byBidder));
    }

    /// What selling together brought beyond what the rollup could have had alone.
    public BigInteger surplus() {
      return revenue.subtract(alone);
    }

    /// What its payee got: at once, and of what waited; without what was forfeited to it.
    public BigInteger paid() {
      return revenue.subtract(escrow.deferred()).add(escrow.released());
    }

    private Total plus(Line line) {
      SortedMap<Address, BigInteger> shares = new TreeMap<>(byBidder);
      line.sale()
          .ifPresent(
              sale -> shares.merge(sale.bidder(), line.revenue().toBigInteger(), BigInteger::add));
      return new Total(
          revenue.add(line.revenue().toBigInteger()),
          alone.add(line.alone().toBigInteger()),
          forfeited.add(line.forfeited().toBigInteger()),
          sold + (line.sale().isPresent() ? 1 : 0),
          shares,
          escrow.plus(line.escrow()));
    }
  }

  /// The statement of a rollup over some blocks.
  ///
  /// @param records ascending by height
  /// @param forfeits what the rollup gets besides
  public static RevenueStatement of(
      RollupId rollup, List<AuctionRecord> records, List<Forfeit> forfeits) {
    SortedMap<Long, SortedMap<AssetId, Line>> lines = new TreeMap<>();
    for (AuctionRecord record : records) {
      for (AssetAuctionRecord auction : record.auctions()) {
        line(rollup, record.height(), auction)
            .ifPresent(
                line ->
                    lines
                        .computeIfAbsent(line.height(), _ -> new TreeMap<>())
                        .put(line.asset(), line));
      }
      for (Release release : record.releases()) {
        released(rollup, record.height(), release).ifPresent(line -> add(lines, line));
      }
    }
    for (Forfeit forfeit : forfeits) {
      add(lines, only(forfeit));
    }
    List<Line> all = new ArrayList<>();
    lines.values().forEach(ofBlock -> all.addAll(ofBlock.values()));
    return of(rollup, all);
  }

  /// Adds what a block pays besides its auctions.
  private static void add(SortedMap<Long, SortedMap<AssetId, Line>> lines, Line more) {
    lines
        .computeIfAbsent(more.height(), _ -> new TreeMap<>())
        .merge(more.asset(), more, (line, another) -> both(line, another));
  }

  private static Optional<Line> released(RollupId rollup, long height, Release release) {
    return release.parts().stream()
        .filter(part -> part.rollup().equals(rollup))
        .findFirst()
        .map(
            part ->
                new Line(
                    height,
                    release.asset(),
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO,
                    Optional.empty(),
                    Escrowed.of(release, part.amount())));
  }

  private static RevenueStatement of(RollupId rollup, List<Line> lines) {
    SortedMap<AssetId, Total> totals = new TreeMap<>();
    for (Line line : lines) {
      totals.put(line.asset(), totals.getOrDefault(line.asset(), Total.NONE).plus(line));
    }
    return new RevenueStatement(rollup, lines, totals);
  }

  private static Line only(Forfeit forfeit) {
    return new Line(
        forfeit.height(),
        forfeit.asset(),
        Amount.ZERO,
        Amount.ZERO,
        forfeit.amount(),
        Optional.empty());
  }

  private static Line both(Line line, Line more) {
    return new Line(
        line.height(),
        line.asset(),
        line.revenue(),
        line.alone(),
        line.forfeited().plus(more.forfeited()),
        line.sale(),
        line.escrow().plus(more.escrow()));
  }

  private static Optional<Line> line(RollupId rollup, long height, AssetAuctionRecord auction) {
    List<RollupId> sellers = auction.sellers().stream().map(Seller::rollup).toList();
    int place = sellers.indexOf(rollup);
    if (place < 0) {
      return Optional.empty();
    }
    Seller seller = auction.sellers().get(place);
    Optional<Sale> sale =
        auction.winners().stream()
            .filter(winner -> winner.sellers().contains(place))
            .findFirst()
            .map(winner -> sale(auction, winner));
    return Optional.of(
        new Line(
            height,
            auction.asset(),
            seller.payment(),
            seller.alone(),
            Amount.ZERO,
            sale,
            new Escrowed(seller.deferred().toBigInteger(), BigInteger.ZERO, BigInteger.ZERO)));
  }

  private static Sale sale(AssetAuctionRecord auction, Offer winner) {
    return new Sale(
        auction.bidderOf(winner), auction.rollupsOf(winner), winner.charged().orElseThrow());
  }

  /// The same, a statement for every so many blocks in which the rollup had bids.
  ///
  /// @param blocks of a period, at least 1; periods begin at multiples of it, plus 1
  public SortedMap<Long, RevenueStatement> periods(long blocks) {
    if (blocks < 1) {
      throw new IllegalArgumentException("a period has at least 1 block, got " + blocks);
    }
    SortedMap<Long, List<Line>> byPeriod = new TreeMap<>();
    for (Line line : lines) {
      long first = (line.height() - 1) / blocks * blocks + 1;
      byPeriod.computeIfAbsent(first, _ -> new ArrayList<>()).add(line);
    }
    SortedMap<Long, RevenueStatement> periods = new TreeMap<>();
    byPeriod.forEach((first, part) -> periods.put(first, of(rollup, part)));
    return periods;
  }
}
