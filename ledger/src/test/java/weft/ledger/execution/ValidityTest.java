package weft.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

final class ValidityTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final RollupId EAST = RollupId.of("east");

  private final TestChain chain =
      new TestChain(
          TestChain.genesis(
              List.of(ALICE),
              "transaction.max-validity-blocks",
              "10",
              "account.max-channels",
              "2",
              "block.max-bytes",
              "65536"));

  private static TestTransaction alice() {
    return TestTransaction.from(ALICE).lastHeight(10);
  }

  @Test
  void refusesAnotherChain() {
    Refusal refusal = chain.runRefused(alice().chainId(8).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.WRONG_CHAIN);
    assertThat(refusal.field()).isEqualTo("body.chain_id");
    assertThat(refusal.limit()).isEqualTo("7");
  }

  @Test
  void takesATransactionUpToItsLastHeight() {
    chain.runEmpty(4);

    assertThat(chain.begin().execute(alice().lastHeight(5).sign()).toString()).startsWith("Ok");
    Refusal refusal = chain.runRefused(alice().lastHeight(4).sign());
    assertThat(refusal.code()).isEqualTo(RefusalCode.EXPIRED);
    assertThat(refusal.field()).isEqualTo("body.last_height");
    assertThat(refusal.limit()).isEqualTo("height 5 or later");
  }

  @Test
  void takesATransactionUpToItsLastTime() {
    long blockTimeMs = chain.timeMs() + TestChain.BLOCK_INTERVAL_MS;

    Refusal refusal = chain.runRefused(alice().lastTimeMs(blockTimeMs - 1).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.EXPIRED);
    assertThat(refusal.field()).isEqualTo("body.last_time_ms");
    chain.runAll(alice().lastTimeMs(blockTimeMs + TestChain.BLOCK_INTERVAL_MS).sign());
  }

  @Test
  void refusesALastHeightThatLiesTooFarAhead() {
    Refusal refusal = chain.runRefused(alice().lastHeight(12).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.VALIDITY_TOO_LONG);
    assertThat(refusal.limit()).isEqualTo("height 11");
    chain.runAll(alice().lastHeight(12).sign());
  }

  @Test
  void refusesATransactionThatFitsNoBlock() {
    chain.register(ALICE, TestChain.terms(100_000), EAST);

    Refusal refusal =
        chain.runRefused(alice().nonce(0, 1).action(TestChain.submit(EAST, 65_400)).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.TRANSACTION_TOO_LARGE);
    assertThat(refusal.limit()).isEqualTo("65495 bytes");
  }

  @Test
  void takesTheSequencesOfAChannelInOrderAndOnce() {
    assertThat(chain.runRefused(alice().nonce(0, 1).sign()).code())
        .isEqualTo(RefusalCode.NONCE_TOO_FAR);

    chain.runAll(alice().nonce(0, 0).sign(), alice().nonce(0, 1).sign());

    Refusal refusal = chain.runRefused(alice().nonce(0, 1).sign());
    assertThat(refusal.code()).isEqualTo(RefusalCode.NONCE_USED);
    assertThat(refusal.limit()).isEqualTo("next is 2");
  }

  @Test
  void keepsChannelsApartAndBoundsTheirNumber() {
    chain.runAll(
        alice().nonce(9, 0).sign(), alice().nonce(4, 0).sign(), alice().nonce(9, 1).sign());

    Refusal refusal = chain.runRefused(alice().nonce(5, 0).sign());

    assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_MANY_CHANNELS);
    assertThat(refusal.limit()).isEqualTo("2 channels");
  }

  @Test
  void usesUpTheSequenceOfATransactionWithoutActions() {
    chain.runAll(alice().sign());

    assertThat(chain.nextSequence(ALICE, 0)).isEqualTo(1);
  }

  @Test
  void leavesTheSequenceOfARefusedTransaction() {
    chain.runRefused(alice().action(TestChain.submit(EAST, 1)).sign());

    assertThat(chain.nextSequence(ALICE, 0)).isZero();
  }
}
