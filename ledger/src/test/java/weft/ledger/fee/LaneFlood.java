package weft.ledger.fee;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.BlockUsage;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// A flood on one lane, block by block, on a real chain in memory: three lanes, each used at half
/// of its target; then somebody fills the first one to its cap for a while.
final class LaneFlood {
  static final RollupId FLOODED = RollupId.of("flooded");
  static final RollupId CALM = RollupId.of("calm");
  static final RollupId QUIET = RollupId.of("quiet");
  static final List<RollupId> LANES = List.of(FLOODED, CALM, QUIET);
  static final int BLOCKS = 320;
  static final int FLOOD_FROM = 40;
  static final int FLOOD_TO = 120;

  private static final int CAP = 4_000;
  private static final int USUAL = CAP / 4;
  private static final TestAccount USER = TestAccount.of("user");
  private static final TestAccount ATTACKER = TestAccount.of("attacker");

  /// What held for one block, in units per byte.
  record Step(int block, Amount base, List<Amount> lanes) {}

  private final TestChain chain =
      new TestChain(TestChain.genesis(List.of(USER, ATTACKER), "fee.byte-target", "16000"));

  List<Step> run() {
    chain.register(USER, TestChain.terms(CAP), LANES.toArray(RollupId[]::new));
    List<Step> steps = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      BlockTerms terms = new BlockTerms(chain.state(), chain.height() + 1);
      List<Amount> fees =
          LANES.stream().map(lane -> terms.lane(lane).orElseThrow().baseFeePerByte()).toList();
      steps.add(new Step(block, terms.baseFeePerByte(), fees));
      chain.runAll(transactions(block).toArray(VerifiedTransaction[]::new));
    }
    return steps;
  }

  private List<VerifiedTransaction> transactions(int block) {
    boolean isFlooded = block >= FLOOD_FROM && block < FLOOD_TO;
    List<VerifiedTransaction> transactions = new ArrayList<>();
    for (int i = 0; i < LANES.size(); i++) {
      transactions.add(submit(USER, i + 1, TestChain.submit(LANES.get(i), USUAL)));
    }
    if (isFlooded) {
      transactions.add(submit(ATTACKER, 1, TestChain.submit(FLOODED, CAP - USUAL)));
    }
    return transactions;
  }

  private VerifiedTransaction submit(TestAccount account, int channel, Action action) {
    return TestTransaction.from(account)
        .nonce(channel, chain.nextSequence(account, channel))
        .lastHeight(chain.height() + 1)
        .maxFee(TestChain.FUNDS)
        .action(action)
        .sign();
  }

  /// What a lane of 1 MiB per block is filled with.
  enum Filler {
    /// Payloads so large that its bytes are used up first.
    BYTES("", (1 << 20)),
    /// Payloads of one byte each, so that its number of payloads is used up first.
    PAYLOADS(", by payloads of 1 byte", BlockUsage.MAX_LANE_PAYLOADS);

    private final String named;
    private final long most;

    /// @param most payload bytes that fill the lane
    Filler(String named, long most) {
      this.named = named;
      this.most = most;
    }
  }

  /// What it costs in local fees, in default assets of 10^9 units, to keep a lane of 1 MiB per
  /// block at a share of what it takes, starting from the least fee.
  ///
  /// @param percent of all it takes; 50 is the target
  static BigDecimal cost(Filler filler, int percent, long blocks) {
    return new BigDecimal(units(filler, percent, blocks))
        .movePointLeft(9)
        .round(new MathContext(3));
  }

  /// The same in units. What the fee moves by is the share of the cap, whatever it is filled with.
  static BigInteger units(Filler filler, int percent, long blocks) {
    long cap = 1 << 20;
    BaseFee rule = new BaseFee(cap / 2, 8, Amount.of(10));
    BigInteger charged = BigInteger.valueOf(filler.most * percent / 100);
    Amount fee = rule.least();
    BigInteger units = BigInteger.ZERO;
    for (long block = 0; block < blocks; block++) {
      units = units.add(fee.toBigInteger().multiply(charged));
      fee = rule.next(fee, cap * percent / 100);
    }
    return units;
  }

  /// The table of docs/protocol/fees.md: ten blocks a second.
  static String costTable() {
    StringBuilder table =
        new StringBuilder(
            "| lane kept at | 10 s | 1 min | 10 min | 1 h |\n|---|---|---|---|---|\n");
    for (int percent : new int[] {50, 51, 55, 60, 75, 100}) {
      table.append(row(Filler.BYTES, percent));
    }
    return table.append(row(Filler.PAYLOADS, 50)).append(row(Filler.PAYLOADS, 100)).toString();
  }

  private static String row(Filler filler, int percent) {
    StringBuilder row = new StringBuilder("| " + percent + " % of its cap" + filler.named + " |");
    for (long seconds : new long[] {10, 60, 600, 3_600}) {
      row.append(' ').append(text(cost(filler, percent, seconds * 10))).append(" |");
    }
    return row.append('\n').toString();
  }

  private static String text(BigDecimal amount) {
    int exponent = amount.precision() - amount.scale() - 1;
    if (exponent < 6) {
      return amount.setScale(Math.max(0, 2 - exponent), RoundingMode.HALF_UP).toPlainString();
    }
    return amount.movePointLeft(exponent).setScale(2, RoundingMode.HALF_UP) + "e" + exponent;
  }
}
