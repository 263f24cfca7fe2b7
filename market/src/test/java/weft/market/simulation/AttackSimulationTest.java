package weft.market.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.AuctionRun;
import weft.market.Outcome;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.linear.Rational;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Measures what attackers gain who know all bids, on random auctions of four rollups: a bid on
/// each alone, and packages worth up to 20 % less or 80 % more than their parts. The tables stand
/// in docs/market.md.
final class AttackSimulationTest {
  private static final long SEED = 31_415;
  private static final int AUCTIONS = 60;
  private static final int ROLLUPS = 4;
  private static final int SHILL_STEPS = 8;
  private static final Path PAGE =
      Path.of(System.getProperty("weft.root", "..")).resolve("docs/market.md");

  /// Gains as parts of what all winners offer.
  private record Gains(List<Double> all) {
    Gains() {
      this(new ArrayList<>());
    }

    void add(BigInteger gain, BigInteger whole) {
      all.add(gain.doubleValue() / whole.doubleValue());
    }

    /// Mean and greatest, in percent.
    String text() {
      double mean = all.stream().mapToDouble(Double::doubleValue).average().orElse(0);
      return String.format(Locale.ROOT, "%.1f %%, %.1f %%", 100 * mean, 100 * Collections.max(all));
    }
  }

  private static List<Bid> bids(SplittableRandom random) {
    long[] alone = new long[ROLLUPS];
    List<Bid> bids = new ArrayList<>();
    for (int mask = 1; mask < 1 << ROLLUPS; mask++) {
      int size = Integer.bitCount(mask);
      long amount;
      if (size == 1) {
        amount = 1_000 + random.nextLong(9_000);
        alone[Integer.numberOfTrailingZeros(mask)] = amount;
      } else {
        int rollups = mask;
        long parts =
            IntStream.range(0, ROLLUPS)
                .filter(i -> (rollups >> i & 1) == 1)
                .mapToLong(i -> alone[i])
                .sum();
        amount = parts * (80 + random.nextLong(100)) / 100;
      }
      if (size == 1 || random.nextBoolean()) {
        bids.add(Bid.of(bids.size(), RollupSet.ofMask(mask), BigInteger.valueOf(amount)));
      }
    }
    return bids;
  }

  private static Outcome run(int rollups, List<Bid> bids, Pricing pricing, Sharing sharing) {
    Mechanism mechanism =
        new Mechanism(Mechanism.DEFAULT_NODE_BUDGET, pricing, sharing, Refunds.NONE);
    return AuctionRun.run(
        new Auction(
            Collections.nCopies(rollups, RollupTerms.PLAIN),
            bids,
            Collections.nCopies(bids.size(), Optional.empty()),
            List.of(mechanism)));
  }

  private static Outcome run(int rollups, List<Bid> bids, Sharing sharing) {
    return run(rollups, bids, Pricing.FIRST, sharing);
  }

  @Test
  void whatRollupsGainStandsInTheDocs() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Sharing sharing : Sharing.values()) {
      if (sharing == Sharing.VECTOR) {
        continue;
      }
      Gains shill = new Gains();
      Gains split = new Gains();
      Gains dud = new Gains();
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < AUCTIONS; i++) {
        List<Bid> bids = bids(random);
        Outcome before = run(ROLLUPS, bids, sharing);
        BigInteger whole = before.selected().value();
        shill.add(shillGain(bids, before, sharing), whole);
        split.add(splitGain(bids, before, sharing), whole);
        dud.add(dudGain(bids, before, sharing), whole);
      }
      rows.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  sharing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  shill.text(),
                  split.text(),
                  dud.text()));
    }
    assertStandsInTheDocs(rows);
  }

  private static void assertStandsInTheDocs(List<String> rows) throws IOException {
    assertThat(Files.readString(PAGE).contains(String.join("\n", rows)))
        .as("docs/market.md has these rows:\n" + String.join("\n", rows))
        .isTrue();
  }

  /// The best losing bid on rollup 0 alone by its owner.
  private static BigInteger shillGain(List<Bid> bids, Outcome before, Sharing sharing) {
    BigInteger best = BigInteger.ZERO;
    for (int step = 1; step <= SHILL_STEPS; step++) {
      BigInteger amount =
          bids.getFirst().amount().multiply(BigInteger.valueOf(8 + step)).shiftRight(3);
      List<Bid> shilled = new ArrayList<>(bids);
      shilled.add(Bid.of(bids.size(), RollupSet.of(0), amount));
      Outcome after = run(ROLLUPS, shilled, sharing);
      if (!after.selected().winners().contains(bids.size())) {
        best = best.max(after.payments().getFirst().subtract(before.payments().getFirst()));
      }
    }
    return best;
  }

  /// Rollup 0 in two parts that every bid on it names both.
  private static BigInteger splitGain(List<Bid> bids, Outcome before, Sharing sharing) {
    List<Bid> divided =
        bids.stream()
            .map(
                bid ->
                    bid.rollups().contains(0)
                        ? Bid.of(
                            bid.bidder(), bid.rollups().union(RollupSet.of(ROLLUPS)), bid.amount())
                        : bid)
            .toList();
    List<BigInteger> after = run(ROLLUPS + 1, divided, sharing).payments();
    return after.getFirst().add(after.getLast()).subtract(before.payments().getFirst());
  }

  /// What a rollup gets that brings nothing and whose name a winning bid has taken up.
  private static BigInteger dudGain(List<Bid> bids, Outcome before, Sharing sharing) {
    List<Bid> bribed = new ArrayList<>(bids);
    int winner = before.selected().winners().getLast();
    Bid bid = bids.get(winner);
    bribed.set(
        winner, Bid.of(bid.bidder(), bid.rollups().union(RollupSet.of(ROLLUPS)), bid.amount()));
    return run(ROLLUPS + 1, bribed, sharing).payments().getLast();
  }

  @Test
  void whatFalseNamesSaveStandsInTheDocs() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Pricing pricing : Pricing.values()) {
      Gains saved = new Gains();
      Gains taken = new Gains();
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < AUCTIONS; i++) {
        List<Bid> bids = bids(random);
        Outcome before = run(ROLLUPS, bids, pricing, Sharing.EQUAL_SURPLUS);
        BigInteger whole = before.selected().value();
        saved.add(falseNameGain(bids, before, pricing), whole);
        taken.add(whole.subtract(charged(before)), whole);
      }
      rows.add(
          "| %s | %s | %s |"
              .formatted(pricing.name().toLowerCase(Locale.ROOT), saved.text(), taken.text()));
    }
    assertStandsInTheDocs(rows);
  }

  /// The bidder of the last winning package takes one name for each rollup, and offers with each
  /// all that it offered for all of them. What it pays less, if it still gets them all.
  private static BigInteger falseNameGain(List<Bid> bids, Outcome before, Pricing pricing) {
    int last = before.selected().winners().size() - 1;
    int winner = before.selected().winners().get(last);
    Bid bid = bids.get(winner);
    List<Bid> named = new ArrayList<>(bids);
    bid.rollups()
        .indices()
        .forEach(i -> named.add(Bid.of(named.size(), RollupSet.of(i), bid.amount())));
    Outcome after = run(ROLLUPS, named, pricing, Sharing.EQUAL_SURPLUS);
    BigFraction paid = BigFraction.ZERO;
    int won = 0;
    for (int place = 0; place < after.selected().winners().size(); place++) {
      if (after.selected().winners().get(place) >= bids.size()) {
        paid = paid.add(after.charged().get(place));
        won++;
      }
    }
    return won == bid.rollups().size()
        ? floor(before.charged().get(last).subtract(paid)).max(BigInteger.ZERO)
        : BigInteger.ZERO;
  }

  private static BigInteger charged(Outcome outcome) {
    return floor(outcome.charged().stream().reduce(BigFraction.ZERO, BigFraction::add));
  }

  private static BigInteger floor(BigFraction value) {
    return Rational.floor(value);
  }
}
