package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import weft.chain.store.BlockCommit;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.VerifiedTransaction;

/// Random but repeatable work on a store and its model.
final class StoreHistory {
  private static final int MAX_PENDING = 30;

  private final TestChain chain;
  private NodeStore store;
  private final StoreModel model;
  private final SplittableRandom random;
  private final List<VerifiedTransaction> pending = new ArrayList<>();
  private Runnable inFlight = () -> {};

  StoreHistory(TestChain chain, NodeStore store, long seed) {
    this.chain = chain;
    this.store = store;
    this.model = new StoreModel(chain);
    this.random = new SplittableRandom(seed);
  }

  /// Goes on with a store that was opened again.
  StoreHistory with(NodeStore reopened) {
    store = reopened;
    return this;
  }

  StoreModel model() {
    return model;
  }

  /// Lets the model have the last write, which threw: it may have become durable all the same.
  void assumeLastWriteHappened() {
    inFlight.run();
  }

  /// Compares the store with what was acknowledged, with or without a last write that threw.
  void checkAfterFailure(NodeStore reopened, String where) {
    try {
      model.check(reopened, where);
    } catch (AssertionError withoutIt) {
      assumeLastWriteHappened();
      model.check(reopened, where + ", with the last write");
    }
  }

  void step() {
    switch (random.nextInt(5)) {
      case 0, 1 -> receive();
      case 2 -> finish();
      default -> commit();
    }
  }

  private void receive() {
    List<VerifiedTransaction> received = chain.transactions(1 + random.nextInt(6), payloadBytes());
    List<Journal.Entry> entries = chain.entries(received);
    inFlight = () -> model.append(entries);
    store.journal().append(entries);
    inFlight.run();
    pending.addAll(received);
    if (pending.size() > MAX_PENDING) {
      commit();
    }
  }

  private void finish() {
    if (pending.isEmpty()) {
      return;
    }
    VerifiedTransaction transaction = pending.remove(random.nextInt(pending.size()));
    List<TransactionStatus> statuses =
        List.of(
            new TransactionStatus(
                transaction.hash(),
                transaction.body().account(),
                transaction.body().nonce(),
                1,
                random.nextBoolean()
                    ? new TransactionStatus.Expired("at " + model.height())
                    : new TransactionStatus.Refused(RefusalCode.EVICTED, "reason")));
    inFlight = () -> model.finish(statuses);
    store.journal().finish(statuses);
    inFlight.run();
  }

  private void commit() {
    List<VerifiedTransaction> included = new ArrayList<>();
    while (!pending.isEmpty() && included.size() < 20) {
      included.add(pending.removeLast());
    }
    if (random.nextBoolean()) {
      included.add(chain.transaction(payloadBytes(), payloadBytes(), payloadBytes()));
    }
    BlockCommit commit = chain.block(included);
    inFlight = () -> model.commit(commit);
    store.commit(commit);
    inFlight.run();
  }

  /// Small ones and ones that go to blob files.
  private int payloadBytes() {
    return random.nextInt(4) == 0 ? 3000 + random.nextInt(3000) : 1 + random.nextInt(300);
  }
}
