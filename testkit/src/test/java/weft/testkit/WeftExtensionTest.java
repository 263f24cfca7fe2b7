package weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.lane.LaneEntry;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.AccountState;
import weft.rollup.client.TransactionBuilder;
import weft.rollup.client.WeftClient;
import weft.rollup.lane.Followed;
import weft.rollup.lane.FollowerConfig;
import weft.rollup.lane.LaneCursor;
import weft.rollup.lane.LaneFollower;

/// A Weft in memory, fresh for each test.
final class WeftExtensionTest {
  private static final PrivateKey ALICE = PrivateKey.fromSeed(Bytes.utf8("alice"));
  private static final long FUNDS = 1_000_000_000_000L;

  @RegisterExtension final WeftExtension extension = WeftExtension.inMemory();

  static RollupTerms terms(TestWeft weft) {
    return new RollupTerms(
        weft.faucet().key().address(),
        Policy.FIRST_COME,
        List.of(),
        1 << 20,
        "",
        Optional.empty(),
        List.of());
  }

  private static TransactionBuilder payload(RollupId rollup, String text) {
    return new TransactionBuilder(TestWeft.CHAIN_ID, TestWeft.ASSET)
        .nonce(0, 0)
        .lastHeight(100)
        .maxFee(Amount.of(1_000_000_000L))
        .submit(rollup, Bytes.utf8(text));
  }

  static Amount balance(WeftClient client, PrivateKey key) {
    return switch (client.chain().account(key.address())) {
      case Checked.Ok<AccountState>(AccountState account) -> account.balance(TestWeft.ASSET);
      case Checked.Refused<AccountState> refused ->
          throw new AssertionError(refused.refusal().toString());
    };
  }

  private static TransactionState state(WeftClient client, Transaction transaction) {
    return switch (client.transactions().status(transaction.hash())) {
      case Checked.Ok<TransactionStatus>(TransactionStatus status) -> status.state();
      case Checked.Refused<TransactionStatus> refused ->
          throw new AssertionError(refused.refusal().toString());
    };
  }

  private static void awaitState(
      WeftClient client, Transaction transaction, TransactionState expected) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (state(client, transaction) != expected) {
      assertThat(System.nanoTime()).as("%s", state(client, transaction)).isLessThan(deadlineNs);
    }
  }

  @Test
  void aPayloadReachesItsLane() throws Exception {
    TestWeft weft = extension.weft();
    WeftClient client = weft.connect();
    RollupId rollup = weft.faucet().registerRollup("mine", terms(weft));
    weft.faucet().fund(ALICE.address(), FUNDS);
    client.transactions().submit(payload(rollup, "hello").sign(ALICE));
    weft.produceBlock();
    try (LaneFollower follower =
        new LaneFollower(
            client.lanes(), rollup, weft.trust(), LaneCursor.start(), FollowerConfig.defaults())) {
      assertThat(follower.next(10_000))
          .isInstanceOfSatisfying(
              Followed.Verified.class,
              verified ->
                  assertThat(verified.laneBlock().entries())
                      .extracting(LaneEntry::data)
                      .containsExactly(Bytes.utf8("hello")));
    }
  }

  @Test
  void aTransactionExpiresWhenTheClockHasPassedItsLastTime() {
    TestWeft weft = extension.weft();
    WeftClient client = weft.connect();
    RollupId rollup = weft.faucet().registerRollup("mine", terms(weft));
    weft.faucet().fund(ALICE.address(), FUNDS);
    Transaction late =
        payload(rollup, "late").lastTimeMs(weft.clock().wallMs() + 60_000).sign(ALICE);
    assertThat(client.transactions().submit(late).isTaken()).isTrue();
    weft.clock().advance(Duration.ofMinutes(2));
    assertThat(weft.produceBlock().transactions()).isEmpty();
    awaitState(client, late, TransactionState.EXPIRED);
    assertThat(balance(client, ALICE)).isEqualTo(Amount.of(FUNDS));
  }

  @Test
  void whatTheFaucetDoesIsInABlockWhenItReturns() {
    TestWeft weft = extension.weft();
    WeftClient client = weft.connect();
    weft.faucet().fund(ALICE.address(), 5);
    assertThat(weft.node().services().store().head().height()).isEqualTo(1);
    assertThat(balance(client, ALICE)).isEqualTo(Amount.of(5));
  }

  @Test
  void theFaucetSaysThatItHasTooLittle() {
    TestWeft weft = extension.weft();
    assertThatThrownBy(() -> weft.faucet().fund(ALICE.address(), Long.MAX_VALUE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("faucet");
  }

  @Test
  void theFaucetSaysThatANameIsTaken() {
    TestWeft weft = extension.weft();
    weft.faucet().registerRollup("mine", terms(weft));
    assertThatThrownBy(() -> weft.faucet().registerRollup("mine", terms(weft)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("faucet");
  }

  @Test
  void keepsTheLogQuiet() {
    assertThat(extension.weft().httpAddress()).startsWith("http://127.0.0.1:");
    assertThat(LoggerFactory.getLogger("some.library").isInfoEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("some.library").isWarnEnabled()).isTrue();
  }
}
