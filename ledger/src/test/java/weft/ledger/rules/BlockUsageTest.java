package weft.ledger.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import weft.ledger.fee.FeeQuote;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.parameter.ConversionRate;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// Sums per block stop at what they can hold, and lanes at what a follower can be sent.
final class BlockUsageTest {
  private static final TestAccount OWNER = TestAccount.of("owner");
  private static final RollupId EAST = RollupId.of("east");

  private final TestChain chain = new TestChain(TestChain.genesis(List.of(OWNER)));

  private TransactionPlan plan(int payloads, Amount cost) {
    Action submit =
        new Action.Submit(EAST, Collections.nCopies(payloads, Payload.of(Bytes.wrap(new byte[1]))));
    TransactionBody body = TestTransaction.from(OWNER).sponsor(OWNER).action(submit).body();
    LaneUses uses = new LaneUses(new BlockTerms(chain.state(), chain.height() + 1), body);
    assertThat(uses.addAll()).isNull();
    FeeQuote fee = new FeeQuote(TestChain.WEFT, cost, Amount.ZERO, Amount.ZERO, Amount.ZERO, cost);
    return new TransactionPlan(body, 100, uses.priced(ConversionRate.ONE), ConversionRate.ONE, fee);
  }

  @Test
  void sponsoredCostsBeyondAllAmountsAreTheGreatestAmount() {
    chain.register(OWNER, TestChain.terms(1 << 20), EAST);
    BlockUsage usage = new BlockUsage();

    usage.add(plan(1, Amount.MAX));
    usage.add(plan(1, Amount.MAX));

    assertThat(usage.sponsoredBy(EAST, OWNER.address())).isEqualTo(Amount.MAX);
  }

  @Test
  void aLaneBlockHasABoundedNumberOfPayloadsHoweverSmall() {
    chain.register(OWNER, TestChain.terms(1 << 20), EAST);
    BlockUsage usage = new BlockUsage();
    TransactionPlan plan = plan(1_024, Amount.of(1));

    for (int i = 0; i < BlockUsage.MAX_LANE_PAYLOADS / 1_024; i++) {
      assertThat(usage.checkRoom(plan)).isNull();
      usage.add(plan);
    }

    Refusal refusal = Objects.requireNonNull(usage.checkRoom(plan(1, Amount.of(1)))).refusal();
    assertThat(refusal.code()).isEqualTo(RefusalCode.BLOCK_FULL);
    assertThat(refusal.limit()).isEqualTo("65536 payloads");
  }
}
