package weft.cli.market;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.cli.Format;
import weft.primitives.Amount;

/// What the auctions of a run came to.
///
/// @param auctions that were held, one in each asset that a block has bids in
/// @param voidBids bids in blocks that took no part
/// @param revenue by rollup, then by asset
/// @param builders by name; whoever has none, by address
/// @param recent the latest winners, newest first
public record AuctionTotals(
    long auctions,
    long voidBids,
    SortedMap<String, SortedMap<String, Revenue>> revenue,
    SortedMap<String, Builder> builders,
    List<Win> recent) {
  public AuctionTotals {
    revenue = Collections.unmodifiableSortedMap(new TreeMap<>(revenue));
    builders = Collections.unmodifiableSortedMap(new TreeMap<>(builders));
    recent = List.copyOf(recent);
  }

  public static final AuctionTotals NONE =
      new AuctionTotals(0, 0, new TreeMap<>(), new TreeMap<>(), List.of());

  /// What a rollup got for the heads of its lane.
  ///
  /// @param alone what the best bids on it alone would have brought
  /// @param below auctions that brought it less than that
  public record Revenue(Amount payment, Amount alone, long below) {
    static final Revenue NONE = new Revenue(Amount.ZERO, Amount.ZERO, 0);

    Revenue plus(Amount more, Amount moreAlone) {
      return new Revenue(
          payment.plus(more), alone.plus(moreAlone), below + (more.isLessThan(moreAlone) ? 1 : 0));
    }
  }

  /// @param bids that took part in an auction
  /// @param paid by asset
  /// @param earned what its holdings on the rollups grew by, in silver; empty: not known
  public record Builder(long bids, long wins, SortedMap<String, Amount> paid, OptionalLong earned) {
    static final Builder NONE = new Builder(0, 0, new TreeMap<>(), OptionalLong.empty());

    public Builder {
      paid = Collections.unmodifiableSortedMap(new TreeMap<>(paid));
    }

    Builder withLoss() {
      return new Builder(bids + 1, wins, paid, earned);
    }

    Builder withWin(String asset, Amount charged) {
      SortedMap<String, Amount> more = new TreeMap<>(paid);
      more.merge(asset, charged, Amount::plus);
      return new Builder(bids + 1, wins + 1, more, earned);
    }
  }

  /// A winning bid.
  ///
  /// @param shares what each rollup of the package got
  public record Win(long height, String builder, Amount price, String asset, List<Share> shares) {
    public Win {
      shares = List.copyOf(shares);
    }
  }

  public record Share(String rollup, Amount amount) {}

  /// The same with what builders earned.
  ///
  /// @param earned by name
  AuctionTotals earning(SortedMap<String, Long> earned) {
    SortedMap<String, Builder> all = new TreeMap<>(builders);
    earned.forEach(
        (name, silver) ->
            all.computeIfPresent(
                name,
                (_, one) ->
                    new Builder(one.bids(), one.wins(), one.paid(), OptionalLong.of(silver))));
    return new AuctionTotals(auctions, voidBids, revenue, all, recent);
  }

  /// Winning bids of all builders.
  long wins() {
    return builders.values().stream().mapToLong(Builder::wins).sum();
  }

  /// The fields that a summary has of them.
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("auctions", auctions);
    document.put("voidBids", voidBids);
    Map<String, Object> rollups = new LinkedHashMap<>();
    revenue.forEach((rollup, assets) -> rollups.put(rollup, document(assets)));
    document.put("revenue", rollups);
    Map<String, Object> all = new LinkedHashMap<>();
    builders.forEach(
        (name, builder) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("bids", builder.bids());
          one.put("wins", builder.wins());
          Map<String, Object> paid = new LinkedHashMap<>();
          builder.paid().forEach((asset, amount) -> paid.put(asset, amount.toString()));
          one.put("paid", paid);
          builder.earned().ifPresent(silver -> one.put("earnedSilver", silver));
          all.put(name, one);
        });
    document.put("builders", all);
    return document;
  }

  private static Map<String, Object> document(SortedMap<String, Revenue> assets) {
    Map<String, Object> document = new LinkedHashMap<>();
    assets.forEach(
        (asset, revenue) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("payment", revenue.payment().toString());
          one.put("alone", revenue.alone().toString());
          one.put("below", revenue.below());
          document.put(asset, one);
        });
    return document;
  }

  /// For people.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (auctions > 0 || voidBids > 0) {
      lines.add(Format.count(auctions, "auction") + ", " + Format.count(voidBids, "void bid"));
    }
    revenue.forEach(
        (rollup, assets) ->
            assets.forEach((asset, one) -> lines.add(rollup + ": " + line(asset, one))));
    builders.forEach(
        (name, builder) ->
            lines.add(
                "%s: %s, %s won%s"
                    .formatted(
                        name,
                        Format.count(builder.bids(), "bid"),
                        Format.count(builder.wins()),
                        paid(builder) + earned(builder))));
    return lines;
  }

  private static String line(String asset, Revenue one) {
    String below =
        one.below() == 0 ? "" : ", LESS THAN ALONE in " + Format.count(one.below(), "auction");
    return "%s for the heads of its lane, %s alone%s"
        .formatted(Format.amount(one.payment(), asset), Format.amount(one.alone(), asset), below);
  }

  private static String earned(Builder builder) {
    return builder.earned().isEmpty()
        ? ""
        : ", " + Format.count(builder.earned().getAsLong()) + " silver earned";
  }

  private static String paid(Builder builder) {
    StringBuilder paid = new StringBuilder();
    builder
        .paid()
        .forEach((asset, amount) -> paid.append(", ").append(Format.amount(amount, asset)));
    return paid.isEmpty() ? "" : paid + " paid";
  }
}
