package weft.storage;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import weft.chain.store.BlockCommit;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.VerifiedTransaction;

/// A store under test, its oracle, and steps that go to both.
abstract class StoreScenario {
  static final int ROLLUPS = 3;
  private static final RetentionSettings RETENTION = new RetentionSettings(0, 0, 1000);

  final TestChain chain = new TestChain(1, ROLLUPS);
  final StoreModel model = new StoreModel(chain);
  NodeStore store = new MemoryNodeStore();

  abstract NodeStore open(RetentionSettings retention);

  @BeforeEach
  void initialize() {
    store = open(RETENTION);
    store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
  }

  @AfterEach
  void close() {
    store.close();
  }

  final BlockCommit commit(int transactions, int payloadBytes) {
    BlockCommit commit = chain.block(chain.transactions(transactions, payloadBytes));
    store.commit(commit);
    model.commit(commit);
    return commit;
  }

  final List<VerifiedTransaction> append(int count) {
    List<VerifiedTransaction> transactions = chain.transactions(count, 50);
    List<Journal.Entry> entries = chain.entries(transactions);
    store.journal().append(entries);
    model.append(entries);
    return transactions;
  }

  final void finish(List<TransactionStatus> statuses) {
    store.journal().finish(statuses);
    model.finish(statuses);
  }

  static TransactionStatus status(
      VerifiedTransaction transaction, TransactionStatus.Progress progress) {
    return new TransactionStatus(
        transaction.hash(), transaction.body().account(), transaction.body().nonce(), 5, progress);
  }

  /// Another store, with the genesis of a chain.
  final NodeStore fresh(TestChain of) {
    NodeStore fresh = open(RETENTION);
    fresh.initialize(of.genesis(), TestChain.genesisState(), TestChain.genesisTree());
    return fresh;
  }
}
