package weft.ledger.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.ledger.fee.FeeSplit.LanePart;
import weft.ledger.fixture.MapState;
import weft.ledger.fixture.TestAccount;
import weft.ledger.parameter.Parameters;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.AssetId;

final class FeeSplitTest {
  private static final AssetId ASSET = new AssetId("weft");
  private static final Address PROPOSER = TestAccount.of("proposer").address();
  private static final Address POOL = TestAccount.of("pool").address();
  private static final Address EAST = TestAccount.of("east").address();
  private static final Address WEST = TestAccount.of("west").address();

  private final StateWriter state = new StateWriter(new StateOverlay(new MapState()));

  @Test
  void givesEachItsShareRoundedDownAndTheRestToThePool() {
    divide(
        "3000/2000/4000/1000", fee(101, 0, 0, 7), List.of(new LanePart(EAST, 5, zero(), zero())));

    assertThat(claimable(PROPOSER)).isEqualTo(30 + 7);
    assertThat(claimable(EAST)).isEqualTo(40);
    assertThat(state.reader().burned(ASSET)).isEqualTo(Amount.of(10));
    assertThat(claimable(POOL)).isEqualTo(101 - 30 - 40 - 10);
  }

  @Test
  void sharesTheByteFeeAmongRollupsByPayloadBytes() {
    divide(
        "0/0/10000/0",
        fee(100, 0, 0, 0),
        List.of(new LanePart(EAST, 2, zero(), zero()), new LanePart(WEST, 1, zero(), zero())));

    assertThat(claimable(EAST)).isEqualTo(66);
    assertThat(claimable(WEST)).isEqualTo(33);
    assertThat(claimable(POOL)).isEqualTo(1);
  }

  @Test
  void givesTheRollupsShareToThePoolWhereThereAreNoPayloadBytes() {
    divide("0/0/10000/0", fee(100, 0, 0, 0), List.of());

    assertThat(claimable(POOL)).isEqualTo(100);
  }

  @Test
  void givesGasWhollyToThePayeeAndTheTipWhollyToTheProposer() {
    divide("0/10000/0/0", fee(0, 0, 77, 5), List.of(new LanePart(EAST, 1, zero(), Amount.of(77))));

    assertThat(claimable(EAST)).isEqualTo(77);
    assertThat(claimable(PROPOSER)).isEqualTo(5);
    assertThat(claimable(POOL)).isZero();
  }

  @Test
  void dividesALaneFeeWithThatLanesPayeeOnly() {
    divide(
        "1000/1000/8000/0",
        fee(0, 30, 0, 0),
        List.of(
            new LanePart(EAST, 1, Amount.of(10), zero()),
            new LanePart(WEST, 1, Amount.of(20), zero())));

    assertThat(claimable(EAST)).isEqualTo(8);
    assertThat(claimable(WEST)).isEqualTo(16);
    assertThat(claimable(PROPOSER)).isEqualTo(1 + 2);
    assertThat(claimable(POOL)).isEqualTo(1 + 2);
  }

  @Test
  void sumsToTheFeeExactly() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      List<LanePart> lanes = new ArrayList<>();
      Amount laneFee = Amount.ZERO;
      Amount gasFee = Amount.ZERO;
      for (int i = random.nextInt(5); i > 0; i--) {
        Amount lane = amount(random);
        Amount gas = amount(random);
        laneFee = laneFee.plus(lane);
        gasFee = gasFee.plus(gas);
        Address payee = random.nextBoolean() ? EAST : WEST;
        lanes.add(new LanePart(payee, random.nextInt(1000), lane, gas));
      }
      Amount byteFee = amount(random);
      Amount tip = amount(random);
      Amount total = byteFee.plus(laneFee).plus(gasFee).plus(tip);

      StateWriter fresh = new StateWriter(new StateOverlay(new MapState()));
      Earnings earnings = new Earnings();
      new FeeSplit(parameters(shares(random)), PROPOSER, POOL)
          .divide(new FeeQuote(ASSET, byteFee, laneFee, gasFee, tip, total), lanes, earnings);
      earnings.credit(fresh);

      assertThat(sum(fresh.reader())).as("seed " + seed).isEqualTo(total);
    }
  }

  private static Amount sum(StateReader reader) {
    Amount sum = reader.burned(ASSET);
    for (Address earner : List.of(PROPOSER, POOL, EAST, WEST)) {
      sum = sum.plus(reader.claimable(earner, ASSET));
    }
    return sum;
  }

  private static String shares(Random random) {
    int proposer = random.nextInt(10_001);
    int rollup = random.nextInt(10_001 - proposer);
    int burn = random.nextInt(10_001 - proposer - rollup);
    return proposer + "/" + (10_000 - proposer - rollup - burn) + "/" + rollup + "/" + burn;
  }

  private static Amount amount(Random random) {
    return Amount.of(random.nextLong(1L << random.nextInt(1, 60)));
  }

  private void divide(String shares, FeeQuote fee, List<LanePart> lanes) {
    Earnings earnings = new Earnings();
    new FeeSplit(parameters(shares), PROPOSER, POOL).divide(fee, lanes, earnings);
    earnings.credit(state);
  }

  private long claimable(Address earner) {
    return state.reader().claimable(earner, ASSET).toLongExact();
  }

  private static Amount zero() {
    return Amount.ZERO;
  }

  private static FeeQuote fee(long bytes, long lane, long gas, long tip) {
    return new FeeQuote(
        ASSET,
        Amount.of(bytes),
        Amount.of(lane),
        Amount.of(gas),
        Amount.of(tip),
        Amount.of(bytes + lane + gas + tip));
  }

  private static Parameters parameters(String shares) {
    TreeMap<Bytes, Bytes> state = new TreeMap<>();
    state.put(Bytes.utf8("par/fee.shares"), Bytes.utf8(shares));
    return Parameters.read(new StateReader(state::get));
  }
}
