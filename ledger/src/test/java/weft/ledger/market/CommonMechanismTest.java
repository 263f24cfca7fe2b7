package weft.ledger.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;

final class CommonMechanismTest {
  private static final RollupId A = RollupId.of("rollup-a");
  private static final RollupId B = RollupId.of("rollup-b");
  private static final RollupId C = RollupId.of("rollup-c");
  private static final RollupId D = RollupId.of("rollup-d");
  private static final Mechanism STABLE = Mechanism.DEFAULT;
  private static final Mechanism AGREED =
      new Mechanism(1_000, Pricing.SECOND, Sharing.FIXED, Refunds.PERCENT);
  private static final Mechanism FAIR =
      new Mechanism(1_000, Pricing.VCG, Sharing.SHAPLEY, Refunds.NONE);

  private static MarketTerms accepting(Mechanism... mechanisms) {
    return MarketState.terms(TestChain.WEFT, 0, mechanisms);
  }

  private static MarketTerms with(
      MarketTerms terms, AssetId asset, List<RollupId> partners, List<RollupId> excluded) {
    return new MarketTerms(terms.mechanisms(), asset, terms.reserve(), partners, excluded);
  }

  private static Optional<Mechanism> common(MarketTerms a, MarketTerms b) {
    return CommonMechanism.of(new TreeMap<>(Map.of(A, a, B, b)));
  }

  @Test
  void needsOneAssetPartnersAndAMechanism() {
    MarketTerms any = accepting(STABLE);
    assertThat(common(any, any)).contains(STABLE);
    assertThat(common(any, accepting(AGREED))).isEmpty();
    assertThat(common(any, with(any, TestChain.USD, List.of(), List.of()))).isEmpty();
    assertThat(common(any, with(any, TestChain.WEFT, List.of(C), List.of()))).isEmpty();
    assertThat(common(any, with(any, TestChain.WEFT, List.of(C, A), List.of()))).contains(STABLE);
    assertThat(common(any, with(any, TestChain.WEFT, List.of(), List.of(A)))).isEmpty();
    assertThat(common(with(any, TestChain.WEFT, List.of(), List.of(C)), any)).contains(STABLE);
    MarketTerms aloof = with(accepting(AGREED, STABLE), TestChain.WEFT, List.of(C), List.of());
    assertThat(CommonMechanism.of(new TreeMap<>(Map.of(A, aloof)))).contains(AGREED);
  }

  @Test
  void takesTheLeastSumOfPlacesAndThenTheFirstInOrder() {
    assertThat(common(accepting(FAIR, AGREED, STABLE), accepting(STABLE, AGREED, FAIR)))
        .as("all have the sum 2")
        .contains(AGREED);
    assertThat(common(accepting(FAIR, AGREED), accepting(FAIR, STABLE, AGREED))).contains(FAIR);
    assertThat(AGREED).isLessThan(FAIR);
    assertThat(FAIR).isLessThan(STABLE);
  }

  @Test
  void agreesWithTheDefinition() {
    int found = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      SortedMap<RollupId, MarketTerms> sellers = new TreeMap<>();
      for (RollupId rollup : List.of(A, B, C, D).subList(0, 1 + random.nextInt(4))) {
        sellers.put(rollup, randomTerms(random));
      }
      Optional<Mechanism> expected = defined(sellers);
      assertThat(CommonMechanism.of(sellers)).as("seed " + seed).isEqualTo(expected);
      found += expected.isPresent() ? 1 : 0;
    }
    assertThat(found).isBetween(500, 1_900);
  }

  private static MarketTerms randomTerms(Random random) {
    List<Mechanism> mechanisms = new ArrayList<>();
    for (Sharing sharing : Sharing.values()) {
      mechanisms.add(new Mechanism(1, Pricing.FIRST, sharing, Refunds.NONE));
    }
    Collections.shuffle(mechanisms, random);
    MarketTerms terms =
        accepting(mechanisms.subList(0, 2 + random.nextInt(6)).toArray(Mechanism[]::new));
    return with(
        terms,
        random.nextInt(20) == 0 ? TestChain.USD : TestChain.WEFT,
        random.nextInt(10) == 0 ? List.of(A, B) : List.of(),
        random.nextInt(10) == 0 ? List.of(C) : List.of());
  }

  /// Every mechanism that there is in the test, tried one after another.
  private static Optional<Mechanism> defined(SortedMap<RollupId, MarketTerms> sellers) {
    Optional<Mechanism> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (Sharing sharing : Sharing.values()) {
      Mechanism mechanism = new Mechanism(1, Pricing.FIRST, sharing, Refunds.NONE);
      int sum = 0;
      boolean isCommon = true;
      for (RollupId rollup : sellers.keySet()) {
        MarketTerms terms = sellers.getOrDefault(rollup, accepting(STABLE));
        int place = terms.mechanisms().indexOf(new AcceptedMechanism(mechanism, 1));
        sum += place;
        isCommon &= place >= 0;
        for (RollupId other : sellers.keySet()) {
          MarketTerms theirs = sellers.getOrDefault(other, accepting(STABLE));
          isCommon &= theirs.asset().equals(terms.asset());
          isCommon &=
              rollup.equals(other)
                  || ((terms.partners().isEmpty() || terms.partners().contains(other))
                      && !terms.excluded().contains(other));
        }
      }
      if (isCommon && sum < least) {
        best = Optional.of(mechanism);
        least = sum;
      }
    }
    return best;
  }

  /// A and B agree on one regime, C and D on another; B accepts both, until it says otherwise.
  @Test
  void twoRegimesLiveSideBySide() {
    TestAccount owner = TestAccount.of("owner");
    TestChain chain = new TestChain(TestChain.genesis(List.of(owner)));
    RollupTerms plain = TestChain.terms(1_000);
    chain.register(owner, plain.withMarket(Optional.of(accepting(STABLE))), A);
    chain.register(owner, plain.withMarket(Optional.of(accepting(STABLE, AGREED))), B);
    chain.register(owner, plain.withMarket(Optional.of(accepting(AGREED))), C, D);

    assertThat(onChain(chain, A, B)).contains(STABLE);
    assertThat(onChain(chain, C, D)).contains(AGREED);
    assertThat(onChain(chain, B, C, D)).contains(AGREED);
    assertThat(onChain(chain, A, C)).isEmpty();
    assertThat(onChain(chain, A, B, C)).isEmpty();

    long height = chain.height() + 5;
    chain.runAll(
        TestTransaction.from(owner)
            .nonce(0, chain.nextSequence(owner, 0))
            .action(
                new Action.ChangeRollup(
                    B, plain.withMarket(Optional.of(accepting(AGREED))), Optional.empty(), height))
            .sign());
    while (chain.height() < height - 1) {
      assertThat(onChain(chain, A, B)).contains(STABLE);
      chain.runEmpty(1);
    }
    chain.runEmpty(1);
    assertThat(onChain(chain, A, B)).isEmpty();
    assertThat(onChain(chain, B, C, D)).contains(AGREED);
  }

  private static Optional<Mechanism> onChain(TestChain chain, RollupId... rollups) {
    SortedMap<RollupId, MarketTerms> sellers = new TreeMap<>();
    for (RollupId rollup : rollups) {
      sellers.put(
          rollup, chain.reader().rollup(rollup).orElseThrow().terms().market().orElseThrow());
    }
    return CommonMechanism.of(sellers);
  }
}
