package weft.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.market.Outcome.Fallback;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.auction.RollupTerms;
import weft.market.certificate.CertificateCheck;
import weft.market.certificate.Verdict;
import weft.market.wasm.KnownModules;
import weft.market.wasm.MarketModule;
import weft.market.wasm.Registration;
import weft.market.wasm.TestModule;
import weft.primitives.Bytes;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;

/// Auctions whose mechanisms name modules.
final class ModuleAuctionTest {
  private static final long SEED = 20_261_127;
  private static final Path EXAMPLE =
      Path.of(
          System.getProperty("weft.root", ".."),
          "examples/src/main/wasm/split-by-state/split-by-state.wasm");

  /// loop, br 0
  private static final MarketModule ENDLESS =
      TestModule.sharing("00 03 40 0c 00 0b 41 00 0b").accepted();

  /// unreachable
  private static final MarketModule TRAPPING = TestModule.sharing("00 00 0b").accepted();

  private static MarketModule example() throws IOException {
    return accepted(Bytes.wrap(Files.readAllBytes(EXAMPLE)));
  }

  private static MarketModule accepted(Bytes bytes) {
    return ((Registration.Accepted) MarketModule.register(bytes)).module();
  }

  private static KnownModules knowing(MarketModule... modules) {
    return id -> Arrays.stream(modules).filter(module -> module.id().equals(id)).findFirst();
  }

  private static Mechanism sharedBy(MarketModule module, long fuel) {
    return with(new Modules(Optional.empty(), Optional.of(module.id()), fuel));
  }

  private static Mechanism selectedBy(MarketModule module) {
    return with(new Modules(Optional.of(module.id()), Optional.empty(), 10_000));
  }

  private static Mechanism with(Modules modules) {
    return new Mechanism(
        100_000,
        Pricing.FIRST,
        Sharing.EQUAL_SURPLUS,
        Refunds.NONE,
        Optional.of(modules),
        Optional.empty());
  }

  /// Bids of different bidders, each for the mechanism of its place.
  private static Auction auction(
      List<RollupTerms> terms, List<Mechanism> mechanisms, long fuel, Bid... bids) {
    return new Auction(
        terms, List.of(bids), Collections.nCopies(bids.length, Optional.empty()), mechanisms, fuel);
  }

  private static Bid bid(int bidder, long amount, int mechanism, int... rollups) {
    return new Bid(
        bidder,
        RollupSet.of(rollups),
        BigInteger.valueOf(amount),
        OptionalInt.empty(),
        mechanism,
        List.of(),
        List.of());
  }

  private static List<RollupTerms> weights(long... weights) {
    return Arrays.stream(weights)
        .mapToObj(weight -> new RollupTerms(BigInteger.ZERO, BigInteger.valueOf(weight)))
        .toList();
  }

  private static Outcome run(Auction auction, MarketModule... modules) {
    Outcome outcome = AuctionRun.run(auction, knowing(modules));
    assertThat(CertificateCheck.check(auction, outcome.claim(), outcome.certificate()))
        .isInstanceOf(Verdict.Valid.class);
    return outcome;
  }

  private static List<Long> payments(Outcome outcome) {
    return outcome.payments().stream().map(BigInteger::longValueExact).toList();
  }

  private static List<String> codes(Outcome outcome) {
    return outcome.fallbacks().stream().map(Fallback::code).toList();
  }

  /// The example in place of equal surplus, which would give 12 and 8.
  @Test
  void aModuleSharesByTheWeightsThatRollupsPublish() throws IOException {
    MarketModule example = example();
    Auction auction =
        auction(
            weights(3, 1),
            List.of(sharedBy(example, 100_000)),
            1_000_000,
            bid(0, 10, 0, 0),
            bid(1, 6, 0, 1),
            bid(2, 20, 0, 0, 1));
    Outcome outcome = run(auction, example);
    assertThat(payments(outcome)).containsExactly(13L, 7L);
    assertThat(codes(outcome)).isEmpty();
    Settlement settled = AuctionRun.settle(auction, knowing(example));
    assertThat(settled.payments()).isEqualTo(outcome.payments());
    assertThat(settled.fuel()).isEqualTo(1_500);
  }

  @Test
  void theDeclaredRuleStandsInForAModuleThatFails() {
    for (Map.Entry<MarketModule, String> one :
        Map.of(TRAPPING, "trapped", ENDLESS, "out-of-fuel").entrySet()) {
      Auction auction =
          auction(weights(3, 1), List.of(sharedBy(one.getKey(), 500)), 1_000, bid(0, 20, 0, 0, 1));
      Outcome outcome = run(auction, one.getKey());
      assertThat(payments(outcome)).containsExactly(10L, 10L);
      assertThat(codes(outcome)).containsExactly(one.getValue());
    }
  }

  @Test
  void aModuleThatNobodyKnowsIsNamed() {
    Auction auction =
        auction(weights(3, 1), List.of(sharedBy(TRAPPING, 500)), 1_000, bid(0, 20, 0, 0, 1));
    assertThat(codes(run(auction))).containsExactly("unknown-module");
  }

  /// One that never ends gets half of the fuel where two packages are shared by modules.
  @Test
  void noPackageTakesTheFuelOfAnother() throws IOException {
    MarketModule example = example();
    Auction auction =
        auction(
            weights(1, 1, 3, 1),
            List.of(sharedBy(ENDLESS, 1_000_000), sharedBy(example, 1_000_000)),
            4_000,
            bid(0, 20, 0, 0, 1),
            bid(1, 20, 1, 2, 3));
    Outcome outcome = run(auction, ENDLESS, example);
    assertThat(payments(outcome)).containsExactly(10L, 10L, 15L, 5L);
    assertThat(codes(outcome)).containsExactly("out-of-block-fuel");
    assertThat(AuctionRun.settle(auction, knowing(ENDLESS, example)).fuel()).isEqualTo(3_482);
  }

  @Test
  void aModuleSelectsWhereAllMechanismsNameIt() {
    // One winner: the second legal bid.
    MarketModule second = accepted(TestModule.answering(true, Bytes.fromHex("0100000001000000")));
    Bid[] bids = {bid(0, 20, 0, 0, 1), bid(1, 18, 0, 0, 1)};
    Auction alike = auction(weights(1, 1), List.of(selectedBy(second)), 100_000, bids);
    Outcome outcome = run(alike, second);
    assertThat(outcome.selected().winners()).containsExactly(1);
    assertThat(outcome.selected().exact()).isFalse();
    assertThat(codes(outcome)).isEmpty();
    Auction several =
        auction(weights(1, 1), List.of(selectedBy(second), Mechanism.DEFAULT), 100_000, bids);
    Outcome exact = run(several, second);
    assertThat(exact.selected().winners()).containsExactly(0);
    assertThat(codes(exact)).containsExactly("several-selections");
  }

  @Test
  void aSelectionThatFailsIsTheBuiltInRules() {
    MarketModule absent = accepted(TestModule.answering(true, Bytes.fromHex("0100000009000000")));
    Auction auction =
        auction(weights(1, 1), List.of(selectedBy(absent)), 100_000, bid(0, 20, 0, 0, 1));
    Outcome outcome = run(auction, absent);
    assertThat(outcome.selected().winners()).containsExactly(0);
    assertThat(outcome.selected().exact()).isTrue();
    assertThat(codes(outcome)).containsExactly("not-together");
  }

  /// Whatever bytes modules answer, the guarantees hold: the certificate's check goes through sums,
  /// floors and locality, and everything is the same each time.
  @Test
  void guaranteesHoldWhateverAModuleAnswers() {
    SplittableRandom random = new SplittableRandom(SEED);
    int counted = 0;
    int fell = 0;
    for (int round = 0; round < 400; round++) {
      Auction plain = new SampleAuctions(random.split()).any();
      Outcome declared = AuctionRun.run(plain);
      MarketModule sharing = accepted(TestModule.answering(false, shares(random, plain, declared)));
      MarketModule selecting =
          accepted(TestModule.answering(true, winners(random, plain.bids().size())));
      boolean selects = random.nextInt(3) == 0;
      Modules modules =
          new Modules(
              selects ? Optional.of(selecting.id()) : Optional.empty(),
              Optional.of(sharing.id()),
              1_000);
      List<Mechanism> mechanisms =
          plain.mechanisms().stream()
              .map(
                  m ->
                      new Mechanism(
                          m.nodeBudget(),
                          m.pricing(),
                          m.sharing(),
                          m.refunds(),
                          Optional.of(modules),
                          Optional.empty()))
              .toList();
      Auction auction =
          new Auction(plain.rollups(), plain.bids(), plain.budgets(), mechanisms, 5_000);
      Outcome outcome = AuctionRun.run(auction, knowing(sharing, selecting));
      assertThat(CertificateCheck.check(auction, outcome.claim(), outcome.certificate()))
          .as("round %s: %s", round, auction)
          .isInstanceOf(Verdict.Valid.class);
      Settlement again = AuctionRun.settle(auction, knowing(selecting, sharing));
      assertThat(again.payments()).isEqualTo(outcome.payments());
      assertThat(again.fallbacks()).isEqualTo(outcome.fallbacks());
      assertThat(again.fuel()).isLessThanOrEqualTo(5_000);
      boolean isSold = !outcome.selected().winners().isEmpty();
      counted += isSold && outcome.fallbacks().isEmpty() ? 1 : 0;
      fell += outcome.fallbacks().isEmpty() ? 0 : 1;
    }
    assertThat(counted).isGreaterThan(40);
    assertThat(fell).isGreaterThan(40);
  }

  /// Often what the first winner's rollups were to get, some of it moved from one to another.
  private static Bytes shares(SplittableRandom random, Auction auction, Outcome declared) {
    List<BigInteger> amounts = new ArrayList<>();
    if (!declared.selected().winners().isEmpty()) {
      Bid won = auction.bids().get(declared.selected().winners().getFirst());
      won.rollups().indices().forEach(i -> amounts.add(declared.payments().get(i)));
      BigInteger moved = BigInteger.valueOf(random.nextInt(3));
      if (amounts.size() > 1 && amounts.getFirst().compareTo(moved) >= 0) {
        amounts.set(0, amounts.getFirst().subtract(moved));
        amounts.set(1, amounts.get(1).add(moved));
      }
    }
    ByteBuffer out = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    for (BigInteger amount : amounts) {
      out.putLong(amount.longValueExact()).putLong(random.nextInt(8) == 0 ? 1 : 0);
    }
    return Bytes.wrap(out.array());
  }

  private static Bytes winners(SplittableRandom random, int bids) {
    ByteBuffer out = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    int first = random.nextInt(bids);
    return Bytes.wrap(
        out.putInt(random.nextInt(3)).putInt(first).putInt(first + 1 + random.nextInt(2)).array());
  }
}
