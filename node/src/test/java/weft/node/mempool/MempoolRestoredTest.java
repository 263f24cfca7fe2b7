package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import weft.chain.block.Chain;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.ledger.admission.AdmissionTerms;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.MemoryNodeStore;
import weft.storage.NodeStore;

/// A node that was empty takes a state of the network's, while transactions wait at it already.
final class MempoolRestoredTest {
  private final TestNet net = TestNet.of(4);
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();

  @Test
  void whatWaitsIsJudgedByTheStateThatCame() {
    try (NodeStore own = new MemoryNodeStore();
        NodeStore peer = new MemoryNodeStore()) {
      net.open(own, TestNet::verifyAfresh);
      Chain chain = net.open(peer, TestNet::verifyAfresh);
      AtomicReference<LedgerView> ledger = new AtomicReference<>(LedgerView.of(own));
      try (Mempool mempool = Mempool.start(MempoolSettings.defaults(1), environment(own, ledger))) {
        VerifiedTransaction used = transfer(1, 0, 1);
        VerifiedTransaction behindAGap = transfer(1, 2, 1);
        VerifiedTransaction untouched = transfer(2, 0, 1);
        for (VerifiedTransaction each : List.of(used, behindAGap, untouched)) {
          assertThat(MempoolFixture.answer(mempool.submit(each.transaction().envelope())))
              .isInstanceOf(Answer.Accepted.class);
        }
        TestNet.step(chain, transfer(1, 0, 2));
        TestNet.step(chain, transfer(1, 1, 2));
        ledger.set(LedgerView.of(peer));
        mempool.restored(peer.head());

        assertThat(candidates(mempool))
            .containsExactlyInAnyOrder(behindAGap.hash(), untouched.hash());
        assertThat(mempool.nextPendingSequence(net.account(1).address(), 0)).isEqualTo(3);
        await()
            .until(
                () ->
                    mempool
                        .status(used.hash())
                        .map(TransactionStatus::state)
                        .filter(state -> state == TransactionState.REFUSED)
                        .isPresent());
      }
    }
    assertThat(faults).isEmpty();
  }

  private VerifiedTransaction transfer(int account, long sequence, long amount) {
    return TestTransactions.plain()
        .sign(
            net.account(account),
            new Nonce(0, sequence),
            new Action.Transfer(
                net.account(3).address(), TestTransactions.WEFT, Amount.of(amount)));
  }

  private static List<Hash32> candidates(Mempool mempool) {
    List<Hash32> all = new ArrayList<>();
    mempool.candidates().forEachRemaining(each -> all.add(each.hash()));
    return all;
  }

  private MempoolEnvironment environment(NodeStore store, AtomicReference<LedgerView> ledger) {
    return new MempoolEnvironment(
        store.journal(),
        0,
        store::finalStatus,
        store::finalReceipt,
        new LedgerView() {
          @Override
          public Checked<AdmissionTerms> check(
              Transaction transaction, long nextHeight, long nowMs) {
            return ledger.get().check(transaction, nextHeight, nowMs);
          }

          @Override
          public boolean couldWin(VerifiedTransaction bid, long nextHeight) {
            return ledger.get().couldWin(bid, nextHeight);
          }

          @Override
          public long nextSequence(Address account, long channel) {
            return ledger.get().nextSequence(account, channel);
          }
        },
        MempoolFixture.NODE_KEY,
        TestTransactions.WEFT,
        () -> Instant.ofEpochMilli(TestNet.GENESIS_TIME_MS),
        () -> {},
        faults::add);
  }
}
