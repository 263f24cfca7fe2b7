package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.primitives.Signature;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;

/// Submissions over a real socket to a node that fails, loses answers, refuses and lies.
final class SubmitTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final PrivateKey KEY = PrivateKey.fromSeed(Bytes.utf8("sender"));

  private final FakeChain chain = new FakeChain();
  private final List<Long> pauses = new ArrayList<>();
  private volatile boolean produceWhilePausing;
  private FakeNode node;
  private WeftClient client;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain);
    client = client(new RetryPolicy(4, 10, 100));
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private WeftClient client(RetryPolicy retry) {
    return WeftClient.connect(
        node.target(),
        ClientConfig.defaults()
            .withRetry(retry)
            .withCallTimeoutMs(5_000)
            .withPause(
                waitMs -> {
                  synchronized (pauses) {
                    pauses.add(waitMs);
                  }
                  if (produceWhilePausing) {
                    chain.produce();
                  }
                },
                new SplittableRandom(1)));
  }

  static Transaction transaction(long sequence) {
    return new TransactionBuilder(FakeChain.CHAIN_ID, FakeChain.ASSET)
        .nonce(0, sequence)
        .lastHeight(100)
        .maxFee(Amount.of(1_000))
        .submit(LANE, Bytes.utf8("payload " + sequence))
        .sign(KEY);
  }

  @Test
  void answersWithAVerifiedReceipt() {
    Transaction transaction = transaction(0);
    assertThat(client.transactions().submit(transaction))
        .isInstanceOfSatisfying(
            Submitted.Accepted.class,
            accepted -> {
              assertThat(accepted.receipt().transactionHash()).isEqualTo(transaction.hash());
              assertThat(accepted.receipt().node()).isEqualTo(chain.node().address());
              assertThat(accepted.receipt().verify()).isTrue();
            });
    assertThat(client.transactions().receipt(transaction.hash())).isInstanceOf(Checked.Ok.class);
  }

  @Test
  void repeatsOnlyTheSameBytes() {
    Transaction transaction = transaction(0);
    node.failNext(2);
    assertThat(client.transactions().submit(transaction)).isInstanceOf(Submitted.Accepted.class);
    assertThat(pauses).hasSize(2);
    node.loseNext(2);
    Transaction next = transaction(1);
    assertThat(client.transactions().submit(next)).isInstanceOf(Submitted.Accepted.class);
    assertThat(node.submitted())
        .containsExactly(transaction.hash(), next.hash(), next.hash(), next.hash());
  }

  /// Lets the first submission through and refuses it from then on, as a node does that has
  /// included it meanwhile.
  private void takeOnceThenSay(RefusalCode code) {
    AtomicInteger calls = new AtomicInteger();
    chain.gate(
        _ -> calls.getAndIncrement() == 0 ? Optional.empty() : FakeChain.refusal(code, "a field"));
    node.loseNext(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONCE_USED", "EXPIRED", "INSUFFICIENT_FUNDS", "ROLLUP_CLOSED"})
  void knowsItsOwnTransactionWhenItWasIncludedMeanwhile(RefusalCode code) {
    Transaction transaction = transaction(0);
    takeOnceThenSay(code);
    produceWhilePausing = true;
    assertThat(client.transactions().submit(transaction))
        .isInstanceOfSatisfying(
            Submitted.AlreadyKnown.class,
            known -> assertThat(known.status().state()).isEqualTo(TransactionState.SOFT));
    assertThat(node.submitted()).containsExactly(transaction.hash(), transaction.hash());
  }

  @Test
  void isUnknownWhenNobodyTellsWhetherItWasIncludedMeanwhile() {
    takeOnceThenSay(RefusalCode.NONCE_USED);
    produceWhilePausing = true;
    node.refuseStatus(FakeChain.refusal(RefusalCode.RATE_LIMITED, "").orElseThrow());
    assertThat(client.transactions().submit(transaction(0)))
        .isInstanceOfSatisfying(
            Submitted.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("nonce-used", "rate-limited"));
  }

  @Test
  void doesNotMistakeAStrangersNonceForItsOwn() {
    chain.gate(_ -> FakeChain.refusal(RefusalCode.NONCE_USED, "body.sequence"));
    node.failNext(1);
    assertThat(client.transactions().submit(transaction(0)))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NONCE_USED));
  }

  @Test
  void isUnknownWhenTheAttemptsAreUsedUp() {
    node.failNext(100);
    assertThat(client.transactions().submit(transaction(0))).isInstanceOf(Submitted.Unknown.class);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void isUnknownWhenTheNodeIsGone() {
    node.close();
    assertThat(client.transactions().submit(transaction(0))).isInstanceOf(Submitted.Unknown.class);
  }

  @Test
  void returnsARefusalAtOnceUnlessItIsAboutLoad() {
    chain.gate(_ -> FakeChain.refusal(RefusalCode.FEE_TOO_LOW, "body.max_fee"));
    assertThat(client.transactions().submit(transaction(0))).isInstanceOf(Submitted.Refused.class);
    assertThat(pauses).isEmpty();
    assertThat(node.submitted()).hasSize(1);
  }

  @Test
  void comesBackAfterTheTimeThatAnOverloadedNodeStates() {
    AtomicInteger calls = new AtomicInteger();
    chain.gate(
        _ ->
            calls.incrementAndGet() <= 2
                ? FakeChain.refusal(RefusalCode.OVERLOADED, "")
                    .map(refusal -> refusal.retryAfterMs(77))
                : Optional.empty());
    assertThat(client.transactions().submit(transaction(0))).isInstanceOf(Submitted.Accepted.class);
    assertThat(pauses).containsExactly(77L, 77L);
  }

  @Test
  void givesUpOnANodeThatStaysOverloaded() {
    chain.gate(
        _ -> FakeChain.refusal(RefusalCode.OVERLOADED, "").map(refusal -> refusal.retryAfterMs(5)));
    assertThat(client.transactions().submit(transaction(0)))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.OVERLOADED));
    assertThat(node.submitted()).hasSize(4);
  }

  /// A node that takes the first call and has no time from then on.
  private void busyAfterTheFirstCall() {
    AtomicInteger calls = new AtomicInteger();
    node.door(
        _ ->
            calls.getAndIncrement() == 0
                ? Optional.empty()
                : FakeChain.refusal(RefusalCode.OVERLOADED, ""));
  }

  @Test
  void isUnknownWhenTheNodeTookItAndThenHasNoTime() {
    busyAfterTheFirstCall();
    node.loseNext(1);
    Transaction transaction = transaction(0);
    assertThat(client.transactions().submit(transaction))
        .isInstanceOfSatisfying(
            Submitted.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("overloaded"));
    assertThat(pauses).hasSize(3);
    chain.produce();
    assertThat(chain.status(transaction.hash()).orElseThrow().state())
        .isEqualTo(TransactionState.SOFT);
  }

  @Test
  void aBatchIsUnknownWhenTheNodeTookItAndThenHasNoTime() {
    busyAfterTheFirstCall();
    node.loseNext(1);
    assertThat(client.transactions().submitBatch(envelopes(0, 3)))
        .hasSize(3)
        .allMatch(outcome -> outcome instanceof Submitted.Unknown);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void aBatchIsRepeatedWhenTheNodeAsksForIt() {
    AtomicInteger calls = new AtomicInteger();
    node.door(
        _ ->
            calls.incrementAndGet() <= 2
                ? FakeChain.refusal(RefusalCode.RATE_LIMITED, "")
                    .map(refusal -> refusal.retryAfterMs(77))
                : Optional.empty());
    assertThat(client.transactions().submitBatch(envelopes(0, 3)))
        .hasSize(3)
        .allMatch(outcome -> outcome instanceof Submitted.Accepted);
    assertThat(pauses).containsExactly(77L, 77L);
  }

  @Test
  void oneOfABatchIsUnknownWhenAnAnswerGotLostAndTheNodeHasNoTimeForIt() {
    chain.gate(_ -> FakeChain.refusal(RefusalCode.OVERLOADED, ""));
    node.failNext(1);
    assertThat(client.transactions().submitBatch(envelopes(0, 3)))
        .hasSize(3)
        .allMatch(outcome -> outcome instanceof Submitted.Unknown);
  }

  @Test
  void aFaultOfTheNodeIsNoRefusal() {
    node.door(_ -> FakeChain.refusal(RefusalCode.NODE_FAULT, ""));
    assertThat(client.transactions().submit(transaction(0))).isInstanceOf(Submitted.Unknown.class);
    assertThat(client.transactions().submitBatch(envelopes(0, 2)))
        .hasSize(2)
        .allMatch(outcome -> outcome instanceof Submitted.Unknown);
  }

  @Test
  void isUnknownWhenTheAnswerIsLargerThanTheClientTakes() {
    ClientConfig small =
        ClientConfig.defaults().withRetry(RetryPolicy.NONE).withMaxMessageBytes(10);
    Transaction transaction = transaction(0);
    try (WeftClient other = WeftClient.connect(node.target(), small)) {
      assertThat(other.transactions().submit(transaction))
          .isInstanceOfSatisfying(
              Submitted.Unknown.class,
              unknown -> assertThat(unknown.reason()).contains("maximum size 10"));
    }
    assertThat(chain.status(transaction.hash())).isPresent();
  }

  @Test
  void hasAnOutcomeAlsoWhenItsThreadIsInterrupted() {
    ClientConfig interrupting =
        ClientConfig.defaults()
            .withPause(
                _ -> {
                  throw new InterruptedException();
                },
                new SplittableRandom(1));
    node.failNext(2);
    try (WeftClient other = WeftClient.connect(node.target(), interrupting)) {
      assertThat(other.transactions().submit(transaction(0))).isInstanceOf(Submitted.Unknown.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(other.transactions().submitBatch(envelopes(0, 2)))
          .hasSize(2)
          .allMatch(outcome -> outcome instanceof Submitted.Unknown);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void believesNoReceiptThatDoesNotVerify() {
    Transaction transaction = transaction(0);
    node.receiptLie(
        receipt ->
            new Receipt(
                receipt.transactionHash(),
                receipt.receivedTimeMs() + 1,
                receipt.lastHeight(),
                receipt.node(),
                receipt.proof(),
                receipt.signature()));
    assertThat(client.transactions().submit(transaction))
        .isInstanceOfSatisfying(
            Submitted.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("not signed by node"));
    Signature other = KEY.sign(transaction.hash());
    node.receiptLie(
        receipt ->
            new Receipt(
                transaction(5).hash(),
                receipt.receivedTimeMs(),
                receipt.lastHeight(),
                receipt.node(),
                receipt.proof(),
                other));
    assertThat(client.transactions().submit(transaction))
        .isInstanceOfSatisfying(
            Submitted.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("the receipt is for transaction"));
  }

  @Test
  void answersABatchInOrder() {
    chain.gate(
        transaction ->
            transaction.body().nonce().sequence() % 3 == 1
                ? FakeChain.refusal(RefusalCode.FEE_TOO_LOW, "body.max_fee")
                : Optional.empty());
    node.failNext(1);
    List<Envelope> batch = envelopes(0, 20);
    List<Submitted> outcomes = client.transactions().submitBatch(batch);
    assertInOrder(batch, outcomes, 0);
  }

  private static List<Envelope> envelopes(int from, int to) {
    List<Envelope> envelopes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      envelopes.add(Envelope.of(transaction(i)));
    }
    return envelopes;
  }

  private static void assertInOrder(List<Envelope> sent, List<Submitted> outcomes, int from) {
    assertThat(outcomes).hasSize(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      if ((from + i) % 3 == 1) {
        assertThat(outcomes.get(i)).isInstanceOf(Submitted.Refused.class);
      } else {
        assertThat(outcomes.get(i)).isInstanceOf(Submitted.Accepted.class);
        assertThat(((Submitted.Accepted) outcomes.get(i)).receipt().transactionHash())
            .isEqualTo(sent.get(i).hash());
      }
    }
  }

  @Test
  void streamsInOrderAndResendsWhatGotNoAnswer() throws Exception {
    chain.gate(
        transaction ->
            transaction.body().nonce().sequence() % 3 == 1
                ? FakeChain.refusal(RefusalCode.FEE_TOO_LOW, "body.max_fee")
                : Optional.empty());
    List<CompletableFuture<List<Submitted>>> answers = new ArrayList<>();
    try (SubmitStream stream = client.transactions().openStream(4)) {
      for (int i = 0; i < 40; i++) {
        if (i == 10) {
          node.failNext(1);
        }
        if (i == 20) {
          node.loseNext(1);
        }
        answers.add(stream.send(envelopes(5 * i, 5 * i + 5)));
      }
    }
    for (int i = 0; i < 40; i++) {
      List<Submitted> outcomes = answers.get(i).get(10, TimeUnit.SECONDS);
      assertInOrder(envelopes(5 * i, 5 * i + 5), outcomes, 5 * i);
    }
  }

  private void refuseBatchesOver(int transactions) {
    node.door(
        count ->
            count > transactions
                ? FakeChain.refusal(RefusalCode.REQUEST_TOO_LARGE, "transactions")
                : Optional.empty());
  }

  private static void assertRefused(List<Submitted> outcomes, int count, RefusalCode code) {
    assertThat(outcomes)
        .hasSize(count)
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Submitted.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code)));
  }

  private void awaitSubmitted(Envelope envelope, int times) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (node.submitted().stream().filter(envelope.hash()::equals).count() < times) {
      assertThat(System.nanoTime()).as("%s", node.submitted()).isLessThan(deadlineNs);
      Thread.onSpinWait();
    }
  }

  @Test
  void streamRefusesNoBatchForAnother() throws Exception {
    refuseBatchesOver(3);
    node.holdAnswers();
    List<Envelope> taken = envelopes(0, 1);
    try (SubmitStream stream = client.transactions().openStream(8)) {
      CompletableFuture<List<Submitted>> first = stream.send(taken);
      CompletableFuture<List<Submitted>> tooLarge = stream.send(envelopes(1, 6));
      CompletableFuture<List<Submitted>> last = stream.send(envelopes(6, 8));
      awaitSubmitted(taken.getFirst(), 2);
      node.release();
      assertThat(first.get(10, TimeUnit.SECONDS))
          .singleElement()
          .isInstanceOf(Submitted.Accepted.class);
      assertRefused(tooLarge.get(10, TimeUnit.SECONDS), 5, RefusalCode.REQUEST_TOO_LARGE);
      assertThat(last.get(10, TimeUnit.SECONDS))
          .hasSize(2)
          .allMatch(outcome -> outcome instanceof Submitted.Accepted);
    }
  }

  @Test
  void streamRefusesABatchThatWasAlone() throws Exception {
    refuseBatchesOver(3);
    try (SubmitStream stream = client.transactions().openStream(2)) {
      assertRefused(
          stream.send(envelopes(0, 4)).get(10, TimeUnit.SECONDS), 4, RefusalCode.REQUEST_TOO_LARGE);
      assertThat(stream.send(envelopes(0, 3)).get(10, TimeUnit.SECONDS))
          .hasSize(3)
          .allMatch(outcome -> outcome instanceof Submitted.Accepted);
    }
  }

  @Test
  void streamTakesAFaultOfTheNodeForNoRefusal() throws Exception {
    node.door(_ -> FakeChain.refusal(RefusalCode.NODE_FAULT, ""));
    try (SubmitStream stream = client.transactions().openStream(2)) {
      assertThat(stream.send(envelopes(0, 2)).get(10, TimeUnit.SECONDS))
          .hasSize(2)
          .allMatch(outcome -> outcome instanceof Submitted.Unknown);
    }
  }

  @Test
  void streamGivesUpNoBatchForOneThatTheNodeFailsAt() throws Exception {
    node.door(
        count -> count == 2 ? FakeChain.refusal(RefusalCode.NODE_FAULT, "") : Optional.empty());
    try (SubmitStream stream = client.transactions().openStream(4)) {
      CompletableFuture<List<Submitted>> faulty = stream.send(envelopes(0, 2));
      CompletableFuture<List<Submitted>> other = stream.send(envelopes(2, 5));
      assertThat(faulty.get(10, TimeUnit.SECONDS))
          .hasSize(2)
          .allMatch(outcome -> outcome instanceof Submitted.Unknown);
      assertThat(other.get(10, TimeUnit.SECONDS))
          .hasSize(3)
          .allMatch(outcome -> outcome instanceof Submitted.Accepted);
    }
  }

  @Test
  void streamDoesNotWaitForRoomForEver() throws Exception {
    ClientConfig impatient =
        ClientConfig.defaults().withRetry(RetryPolicy.NONE).withCallTimeoutMs(100);
    node.holdAnswers();
    try (WeftClient other = WeftClient.connect(node.target(), impatient);
        SubmitStream stream = other.transactions().openStream(1)) {
      CompletableFuture<List<Submitted>> first = stream.send(envelopes(0, 1));
      assertRefused(
          stream.send(envelopes(1, 3)).get(10, TimeUnit.SECONDS), 2, RefusalCode.OVERLOADED);
      awaitSubmitted(envelopes(0, 1).getFirst(), 1);
      node.release();
      assertThat(first.get(10, TimeUnit.SECONDS))
          .singleElement()
          .isInstanceOf(Submitted.Accepted.class);
    }
  }

  @Test
  void streamGivesUpWithUnknownWhenTheNodeIsGone() throws Exception {
    try (SubmitStream stream = client.transactions().openStream(2)) {
      stream.send(envelopes(0, 2)).get(10, TimeUnit.SECONDS);
      node.close();
      List<Submitted> outcomes = stream.send(envelopes(2, 5)).get(10, TimeUnit.SECONDS);
      assertThat(outcomes).hasSize(3).allMatch(outcome -> outcome instanceof Submitted.Unknown);
    }
  }

  @Test
  void followsOneTransactionsStatus() throws InterruptedException {
    Transaction transaction = transaction(0);
    try (Subscription<TransactionStatus> changes =
        client.transactions().followStatus(new StatusFilter.OfTransaction(transaction.hash()))) {
      List<TransactionState> seen = new ArrayList<>();
      client.transactions().submit(transaction);
      chain.produce();
      while (!seen.contains(TransactionState.SOFT)) {
        switch (changes.next(200)) {
          case Incoming.Item<TransactionStatus>(TransactionStatus status) ->
              seen.add(status.state());
          case Incoming.Nothing<TransactionStatus> _ ->
              seen.add(
                  ((Checked.Ok<TransactionStatus>) client.transactions().status(transaction.hash()))
                      .value()
                      .state());
          case Incoming.Ended<TransactionStatus> ended -> throw new AssertionError(ended.reason());
        }
      }
      assertThat(seen).last().isEqualTo(TransactionState.SOFT);
    }
  }

  @Test
  void tellsARefusedQuestionFromAnUnreachableNode() {
    assertThat(client.transactions().status(transaction(9).hash()))
        .isInstanceOfSatisfying(
            Checked.Refused.class,
            refused ->
                assertThat(refused.refusal().code()).isEqualTo(RefusalCode.TRANSACTION_NOT_FOUND));
  }

  @Test
  void saysInOneLineWhyNoNodeIsThere() {
    node.close();
    assertThatThrownBy(() -> client.transactions().status(transaction(9).hash()))
        .isInstanceOf(NodeUnreachableException.class)
        .hasMessageContaining("transaction status")
        .hasMessageContaining("Connection refused")
        .hasMessageNotContaining("\n");
  }
}
