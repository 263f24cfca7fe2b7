package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.examples.amm.AmmFixture.EAST;
import static weft.examples.amm.AmmFixture.TRADERS;
import static weft.examples.amm.AmmFixture.WEST;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;

/// The rules one by one, and their invariants under everything that can arrive.
final class AmmRulesTest {
  private static final PrivateKey ALICE = TRADERS.get(0);
  private static final int GOLD = 0;
  private static final int SILVER = 1;
  private static final int FUEL = 2;

  private final AmmConfig config = AmmFixture.config(EAST, Optional.empty());
  private final StateTable table = new StateTable();
  private final AmmLedger ledger = new AmmLedger(table);
  private final Set<Address> holders = new TreeSet<>(AmmFixture.holders(config));
  private final AmmRules rules = new AmmRules(config, ledger);

  @BeforeEach
  void genesis() {
    ledger.setReserves(0, new AmmLedger.Reserves(1_000_000_000L, 2_000_000_000L));
    config.balances().forEach(one -> ledger.credit(one.account(), one.token(), one.amount()));
  }

  private AmmOutcome apply(long nonce, Operation operation) {
    return rules.apply(SignedOperation.sign(EAST, ALICE, nonce, operation));
  }

  private void assertSkipped(AmmOutcome outcome, String code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            AmmOutcome.Skipped.class, skipped -> assertThat(skipped.code()).isEqualTo(code));
  }

  @Test
  void swapsAndChargesTheFee() {
    Address alice = ALICE.address();
    AmmOutcome outcome = apply(0, new Operation.Swap(0, true, 1_000_000, 1));
    // floor(2e9 * 9970e6 / (1e13 + 9970e6))
    assertThat(outcome)
        .isEqualTo(
            new AmmOutcome.Swapped(alice, new Operation.Swap(0, true, 1_000_000, 1), 1_992_013));
    assertThat(ledger.balance(alice, GOLD)).isEqualTo(1_000_000_000L - 1_000_000);
    assertThat(ledger.balance(alice, SILVER)).isEqualTo(1_000_000_000L + 1_992_013);
    assertThat(ledger.balance(alice, FUEL)).isEqualTo(999_999_999L);
    assertThat(ledger.balance(config.operator(), FUEL)).isEqualTo(1);
    assertThat(ledger.reserves(0))
        .isEqualTo(new AmmLedger.Reserves(1_001_000_000L, 2_000_000_000L - 1_992_013));
  }

  @Test
  void revertsBelowTheMinimumButTakesNonceAndFee() {
    assertThat(apply(0, new Operation.Swap(0, true, 1_000_000, 1_992_014)))
        .isInstanceOf(AmmOutcome.Reverted.class);
    assertThat(ledger.reserves(0).x()).isEqualTo(1_000_000_000L);
    assertThat(ledger.nextNonce(ALICE.address())).isEqualTo(1);
    assertThat(ledger.balance(ALICE.address(), FUEL)).isEqualTo(999_999_999L);
  }

  @Test
  void takesEachNonceOnceAndAllowsGaps() {
    Operation swap = new Operation.Swap(0, true, 1_000, 1);
    assertThat(apply(0, swap)).isInstanceOf(AmmOutcome.Swapped.class);
    assertSkipped(apply(0, swap), "nonce-used");
    assertThat(apply(7, swap)).isInstanceOf(AmmOutcome.Swapped.class);
    assertSkipped(apply(5, swap), "nonce-used");
    assertSkipped(apply(Long.MAX_VALUE, swap), "nonce-too-high");
  }

  @Test
  void givesTheFaucetOnce() {
    PrivateKey poor = PrivateKey.fromSeed(Bytes.utf8("poor"));
    Bytes claim = SignedOperation.sign(EAST, poor, 0, new Operation.Claim());
    assertThat(rules.apply(claim)).isEqualTo(new AmmOutcome.Done(poor.address()));
    assertThat(ledger.balance(poor.address(), GOLD)).isEqualTo(1_000_000);
    assertSkipped(
        rules.apply(SignedOperation.sign(EAST, poor, 1, new Operation.Claim())), "already-claimed");
  }

  @Test
  void skipsWhatIsInvalid() {
    PrivateKey poor = PrivateKey.fromSeed(Bytes.utf8("poor"));
    Operation swap = new Operation.Swap(0, true, 1_000, 1);
    assertSkipped(rules.apply(SignedOperation.sign(EAST, poor, 0, swap)), "fee-unpaid");
    assertSkipped(rules.apply(SignedOperation.sign(WEST, ALICE, 0, swap)), "malformed");
    assertSkipped(apply(0, new Operation.Swap(1, true, 1_000, 1)), "no-such-pool");
    assertSkipped(apply(0, new Operation.Swap(0, true, 0, 1)), "no-amount");
    assertSkipped(apply(0, new Operation.Swap(0, true, 1_000_000_001L, 1)), "insufficient-balance");
    assertSkipped(apply(0, new Operation.Swap(0, true, Long.MAX_VALUE, 1)), "insufficient-balance");
    assertSkipped(
        apply(0, new Operation.Transfer(Address.ZERO, FUEL, 1_000_000_000L)),
        "insufficient-balance");
    assertSkipped(apply(0, new Operation.Transfer(Address.ZERO, 3, 1)), "no-such-token");
    assertSkipped(rules.apply(Bytes.EMPTY), "malformed");
    assertThat(ledger.nextNonce(ALICE.address())).isZero();
  }

  @Test
  void readsOnlyWhatTheKeySigned() {
    Bytes signed = SignedOperation.sign(EAST, ALICE, 3, new Operation.Swap(0, true, 5, 1));
    assertThat(SignedOperation.read(EAST, signed))
        .isEqualTo(new SignedOperation(ALICE.address(), 3, new Operation.Swap(0, true, 5, 1)));
    for (int at = 0; at < signed.size(); at++) {
      byte[] changed = signed.toArray();
      changed[at] ^= 1;
      AmmOutcome outcome = rules.apply(Bytes.wrap(changed));
      // Another signature may be some unknown account's, which has nothing to pay with.
      assertThat(outcome).as("byte %d", at).isInstanceOf(AmmOutcome.Skipped.class);
    }
  }

  @Test
  void conservesEveryTokenAndNeverLowersTheProductWhateverArrives() {
    for (long seed = 0; seed < 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] supply = supply();
      BigInteger product = product();
      for (int i = 0; i < 150; i++) {
        Bytes payload = AmmFixture.payload(random, EAST);
        Bytes before = table.root().bytes();
        AmmOutcome outcome = rules.apply(payload);
        holders.addAll(accountOf(outcome));
        assertThat(supply()).as("seed %d, payload %d", seed, i).isEqualTo(supply);
        assertThat(product()).as("seed %d, payload %d", seed, i).isGreaterThanOrEqualTo(product);
        if (outcome instanceof AmmOutcome.Skipped) {
          assertThat(table.root().bytes()).as("seed %d, payload %d", seed, i).isEqualTo(before);
        }
        product = product();
      }
      table.commit();
    }
  }

  /// A payload with changed bits may be some new account's, and the faucet gives to everybody.
  private static Set<Address> accountOf(AmmOutcome outcome) {
    return switch (outcome) {
      case AmmOutcome.Done(Address account) -> Set.of(account);
      case AmmOutcome.Swapped _, AmmOutcome.Reverted _, AmmOutcome.Skipped _ -> Set.of();
    };
  }

  private long[] supply() {
    long[] supply = new long[3];
    for (Address holder : holders) {
      for (int token = 0; token < 3; token++) {
        supply[token] += ledger.balance(holder, token);
      }
    }
    supply[GOLD] += ledger.reserves(0).x();
    supply[SILVER] += ledger.reserves(0).y();
    return supply;
  }

  private BigInteger product() {
    AmmLedger.Reserves reserves = ledger.reserves(0);
    return BigInteger.valueOf(reserves.x()).multiply(BigInteger.valueOf(reserves.y()));
  }
}
