package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;

/// The wallet keeps sequences gapless whatever becomes of its transactions.
final class WalletTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final PrivateKey KEY = PrivateKey.fromSeed(Bytes.utf8("wallet"));

  private final FakeChain chain = new FakeChain();
  private FakeNode node;
  private WeftClient client;
  private Wallet wallet;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain).rollups(LANE);
    client =
        WeftClient.connect(
            node.target(), ClientConfig.defaults().withRetry(new RetryPolicy(3, 5, 20)));
    chain.produce();
    wallet = Wallet.open(client, KEY, WalletConfig.defaults());
  }

  @AfterEach
  void stop() {
    wallet.close();
    client.close();
    node.close();
  }

  private static List<Action> payload(String text) {
    return List.of(new Action.Submit(LANE, List.of(Payload.of(Bytes.utf8(text)))));
  }

  private Sent send(String text) throws InterruptedException {
    return wallet.send(0, payload(text));
  }

  /// Makes blocks until a transaction is final.
  private TransactionStatus settle(Sent sent) throws Exception {
    for (int i = 0; i < 400 && !sent.settled().isDone(); i++) {
      chain.produce();
      try {
        return sent.settled().get(50, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        // One more block.
      }
    }
    return sent.settled().get(1, TimeUnit.SECONDS);
  }

  private static long sequence(Sent sent) {
    return sent.transaction().body().nonce().sequence();
  }

  @Test
  void countsUpAndLearnsWhatIsSoft() throws Exception {
    for (int i = 0; i < 5; i++) {
      Sent sent = send("payload " + i);
      assertThat(sent.outcome()).isInstanceOf(Submitted.Accepted.class);
      assertThat(sequence(sent)).isEqualTo(i);
      assertThat(settle(sent).state()).isEqualTo(TransactionState.SOFT);
    }
    assertThat(wallet.inFlight()).isZero();
    assertThat(chain.laneHeight(LANE)).isEqualTo(5);
  }

  @Test
  void offersTwiceWhatTheNextBlockWouldCharge() throws Exception {
    Sent sent = send("payload");
    int bytes = sent.transaction().size();
    // 2 per byte for the chain and 1 for the lane, times a headroom of 2.
    assertThat(sent.transaction().body().maxFee())
        .isBetween(Amount.of(6L * bytes), Amount.of(6L * (bytes + 128)));
  }

  @Test
  void usesUpNothingWhenRefused() throws Exception {
    chain.gate(_ -> FakeChain.refusal(RefusalCode.LANE_LIMIT, "rollup"));
    Sent refused = send("refused");
    assertThat(refused.outcome()).isInstanceOf(Submitted.Refused.class);
    assertThat(refused.settled()).isCancelled();
    chain.gate(_ -> Optional.empty());
    Sent taken = send("taken");
    assertThat(sequence(taken)).isZero();
    assertThat(settle(taken).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void raisesTheFeeToWhatTheNodeRequires() throws Exception {
    Amount required = Amount.of(1_000_000);
    chain.gate(
        transaction ->
            transaction.body().maxFee().isLessThan(required)
                ? FakeChain.refusal(RefusalCode.FEE_TOO_LOW, "body.max_fee")
                    .map(refusal -> refusal.requiringMaxFee(required))
                : Optional.empty());
    Sent sent = send("payload");
    assertThat(sent.outcome()).isInstanceOf(Submitted.Accepted.class);
    assertThat(sent.transaction().body().maxFee()).isEqualTo(Amount.of(2_000_000));
  }

  @Test
  void givesADroppedLastSequenceOutAgain() throws Exception {
    Sent first = send("first");
    chain.evict(first.transaction());
    assertThat(first.settled().get(5, TimeUnit.SECONDS).state())
        .isEqualTo(TransactionState.REFUSED);
    Sent second = send("second");
    assertThat(sequence(second)).isZero();
    assertThat(settle(second).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void fillsADroppedSequenceSoThatLaterOnesGoOn() throws Exception {
    Sent first = send("first");
    Sent second = send("second");
    Sent third = send("third");
    chain.evict(first.transaction());
    assertThat(settle(second).state()).isEqualTo(TransactionState.SOFT);
    assertThat(settle(third).state()).isEqualTo(TransactionState.SOFT);
    assertThat(first.settled().get().state()).isEqualTo(TransactionState.REFUSED);
    Sent fourth = send("fourth");
    assertThat(sequence(fourth)).isEqualTo(3);
    assertThat(settle(fourth).state()).isEqualTo(TransactionState.SOFT);
    assertThat(chain.laneHeight(LANE)).isPositive();
  }

  @Test
  void recoversFromExpiry() throws Exception {
    wallet.close();
    wallet = Wallet.open(client, KEY, WalletConfig.defaults().withValidityBlocks(3));
    // Nothing can be included while the first sequence is missing at the node.
    Sent first = send("first");
    Sent second = send("second");
    chain.evict(first.transaction());
    first.settled().get(5, TimeUnit.SECONDS);
    assertThat(settle(second).state().isFinal()).isTrue();
    Sent third = send("third");
    assertThat(settle(third).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void resendsTheSameBytesWhenTheNodeForgot() throws Exception {
    Sent first = send("first");
    Sent second = send("second");
    chain.forget(first.transaction().hash());
    // The periodic check finds out.
    assertThat(settle(second).state()).isEqualTo(TransactionState.SOFT);
    assertThat(settle(first).state()).isEqualTo(TransactionState.SOFT);
    assertThat(node.submitted().stream().filter(first.transaction().hash()::equals)).hasSize(2);
  }

  @Test
  void findsOutWhetherAnUnansweredTransactionArrived() throws Exception {
    node.loseNext(3);
    Sent lost = send("lost answer");
    assertThat(lost.outcome()).isInstanceOf(Submitted.Unknown.class);
    Sent next = send("next");
    assertThat(sequence(next)).isEqualTo(1);
    assertThat(settle(next).state()).isEqualTo(TransactionState.SOFT);
    assertThat(settle(lost).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void sendsAgainWhatNeverArrived() throws Exception {
    node.failNext(3);
    Sent lost = send("lost on the way");
    assertThat(lost.outcome()).isInstanceOf(Submitted.Unknown.class);
    Sent next = send("next");
    assertThat(settle(next).state()).isEqualTo(TransactionState.SOFT);
    assertThat(settle(lost).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void continuesWhereAnEarlierWalletStopped() throws Exception {
    settle(send("one"));
    Sent pending = send("two");
    wallet.close();
    wallet = Wallet.open(client, KEY, WalletConfig.defaults());
    Sent next = send("three");
    assertThat(sequence(next)).isEqualTo(sequence(pending) + 1);
    assertThat(settle(next).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void fillsAGapThatAnEarlierWalletLeft() throws Exception {
    Sent first = send("one");
    send("two");
    wallet.close();
    chain.forget(first.transaction().hash());
    wallet = Wallet.open(client, KEY, WalletConfig.defaults());
    Sent third = send("three");
    assertThat(sequence(third)).isZero();
    assertThat(settle(third).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void fillsAGapThatOpensWhereAnEarlierWalletsTransactionWas() throws Exception {
    Sent first = sendAndOpenAnew("one");
    Sent second = send("two");
    assertThat(sequence(second)).isEqualTo(1);
    chain.forget(first.transaction().hash());
    wallet.check();
    wallet.check();
    assertThat(settle(second).state()).isEqualTo(TransactionState.SOFT);
  }

  @Test
  void whatAnEarlierWalletSentIsNoGapHoweverLongItWaits() throws Exception {
    Sent first = sendAndOpenAnew("one");
    Sent second = send("two");
    for (int i = 0; i < 4; i++) {
      wallet.check();
    }
    Sent third = send("three");
    assertThat(node.submitted())
        .as("nothing is sent in place of the first")
        .containsExactly(
            first.transaction().hash(), second.transaction().hash(), third.transaction().hash());
    assertThat(settle(third).state()).isEqualTo(TransactionState.SOFT);
    assertThat(chain.status(first.transaction().hash()).orElseThrow().state())
        .isEqualTo(TransactionState.SOFT);
  }

  private Sent sendAndOpenAnew(String text) throws InterruptedException {
    Sent sent = send(text);
    wallet.close();
    wallet = Wallet.open(client, KEY, WalletConfig.defaults());
    return sent;
  }

  @Test
  void aBlockDuringACheckIsNoGap() throws Exception {
    settle(send("one"));
    Sent two = send("two");
    wallet.check();
    node.afterAccount(chain::produce);
    wallet.check();
    node.afterAccount(() -> {});
    assertThat(settle(two).state()).isEqualTo(TransactionState.SOFT);
    wallet.check();
    assertThat(node.submitted()).as("nothing is sent to fill a gap that is none").hasSize(2);
  }

  /// Opens the wallet anew with somebody who writes down what it tells.
  private List<String> listen() {
    List<String> heard = new CopyOnWriteArrayList<>();
    wallet.close();
    wallet =
        Wallet.open(
            client,
            KEY,
            WalletConfig.defaults(),
            new WalletListener() {
              @Override
              public void submitted(Sent sent) {
                heard.add("submitted " + sequence(sent));
              }

              @Override
              public void forgotten(Sent sent) {
                heard.add("forgotten " + sequence(sent));
              }

              @Override
              public void settled(Sent sent, TransactionStatus status) {
                heard.add(status.state().id() + " " + sequence(sent));
              }
            });
    return heard;
  }

  @Test
  void anEventDoesNotWaitForASubmission() throws Exception {
    List<String> heard = listen();
    Sent first = send("first");
    CountDownLatch isTaken = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    node.beforeAnswer(
        () -> {
          isTaken.countDown();
          await(mayAnswer);
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Sent> sending = threads.submit(() -> send("second"));
      await(isTaken);
      chain.produce();
      try {
        assertThat(first.settled().get(5, TimeUnit.SECONDS).state())
            .isEqualTo(TransactionState.SOFT);
        assertThat(sending).isNotDone();
      } finally {
        mayAnswer.countDown();
      }
      // Its own event came before its answer and is not lost.
      assertThat(sending.get().settled().get(5, TimeUnit.SECONDS).state())
          .isEqualTo(TransactionState.SOFT);
    }
    assertThat(heard).containsExactly("submitted 0", "soft 0", "submitted 1", "soft 1");
  }

  @Test
  void aSequenceDroppedDuringASubmissionIsFilled() throws Exception {
    Sent first = send("first");
    CountDownLatch isTaken = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    node.beforeAnswer(
        () -> {
          isTaken.countDown();
          await(mayAnswer);
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Sent> sending = threads.submit(() -> send("second"));
      await(isTaken);
      chain.evict(first.transaction());
      try {
        assertThat(first.settled().get(5, TimeUnit.SECONDS).state())
            .isEqualTo(TransactionState.REFUSED);
      } finally {
        mayAnswer.countDown();
      }
      assertThat(sequence(sending.get())).isEqualTo(1);
      assertThat(settle(sending.get()).state()).isEqualTo(TransactionState.SOFT);
    }
  }

  @Test
  void tellsWhatTheNodeSignedForAndForgot() throws Exception {
    List<String> heard = listen();
    Sent sent = send("payload");
    chain.forget(sent.transaction().hash());
    wallet.check();
    assertThat(settle(sent).state()).isEqualTo(TransactionState.SOFT);
    assertThat(heard).containsExactly("submitted 0", "forgotten 0", "soft 0");
  }

  @Test
  void whatNeverArrivedIsNotForgotten() throws Exception {
    List<String> heard = listen();
    node.failNext(3);
    Sent sent = send("payload");
    wallet.check();
    assertThat(settle(sent).state()).isEqualTo(TransactionState.SOFT);
    assertThat(heard).containsExactly("submitted 0", "soft 0");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sendsOnManyChannelsAtTheSameTime() throws Exception {
    AtomicInteger settled = new AtomicInteger();
    wallet.close();
    wallet =
        Wallet.open(
            client,
            KEY,
            WalletConfig.defaults().withChannels(8),
            new WalletListener() {
              @Override
              public void settled(Sent sent, TransactionStatus status) {
                settled.incrementAndGet();
              }
            });
    List<Future<Sent>> sending = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String text = "payload " + i;
        sending.add(threads.submit(() -> wallet.send(payload(text))));
      }
    }
    List<Sent> all = new ArrayList<>();
    for (Future<Sent> one : sending) {
      all.add(one.get());
    }
    assertThat(all).allMatch(sent -> sent.outcome() instanceof Submitted.Accepted);
    assertThat(all.stream().map(sent -> sent.transaction().body().nonce()).distinct()).hasSize(200);
    for (Sent sent : all) {
      assertThat(settle(sent).state()).isEqualTo(TransactionState.SOFT);
    }
    assertThat(settled.get()).isEqualTo(200);
  }
}
