package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.chain.store.BlockCommit;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.NodeStore.LaneRange;
import weft.storage.NodeStore.Pruned;

/// What every store forgets, and what it does not.
abstract class PruningContract extends StoreScenario {
  @Test
  void prunesHistoryAndKeepsState() {
    for (int i = 0; i < 20; i++) {
      commit(5, 100);
    }
    long before = store.historyBytes();

    assertThat(store.pruneBelow(1)).isEqualTo(new Pruned(1, true));
    assertThat(store.pruneBelow(13)).isEqualTo(new Pruned(13, true));
    model.prune(13);
    model.check(store, "pruned below 13");
    assertThat(store.historyBytes()).isPositive().isLessThan(before * 9 / 20);
    assertThat(store.pruneBelow(7)).isEqualTo(new Pruned(13, true));

    commit(5, 100);
    model.check(store, "a block later");
  }

  @Test
  void neverPrunesTheNewestBlock() {
    for (int i = 0; i < 5; i++) {
      commit(3, 50);
    }

    assertThat(store.pruneBelow(1_000)).isEqualTo(new Pruned(5, true));
    model.prune(5);
    model.check(store, "all but the newest");
  }

  @Test
  void aPrunedLaneGoesOnWhereItWas() {
    commit(30, 10);
    RollupId rollup = chain.rollups().getFirst();
    store.commit(chain.block(List.of()));
    store.pruneBelow(2);

    assertThat(store.laneRange(rollup)).isEqualTo(new LaneRange(2, 1));
    store.commit(chain.block(chain.transactions(30, 10)));
    assertThat(store.laneRange(rollup)).isEqualTo(new LaneRange(2, 2));
    assertThat(store.laneBlocks(rollup, 1, 10, 1000)).isEmpty();
    assertThat(store.laneBlocks(rollup, 2, 10, 1000)).hasSize(1);
  }

  @Test
  void onePruneCallIsBounded() {
    int perBlock = 400;
    int blocks = 2 * Pruner.MAX_DELETIONS / perBlock;
    List<VerifiedTransaction> same = chain.transactions(perBlock, 1);
    for (int i = 0; i <= blocks; i++) {
      store.commit(chain.block(same));
    }

    Pruned first = store.pruneBelow(blocks);

    assertThat(first.isComplete()).isFalse();
    assertThat(first.earliestHeight()).isGreaterThan(1).isLessThan(blocks * 2L / 3);
    assertThat(store.pruneBelow(blocks).earliestHeight()).isGreaterThan(first.earliestHeight());
  }

  @Test
  void forgetsMoreOutcomesThanOneCallTakes() {
    List<VerifiedTransaction> old = append(Pruner.MAX_DELETIONS);
    finish(old.stream().map(one -> status(one, new TransactionStatus.Expired("old"))).toList());
    for (int i = 0; i < 15; i++) {
      commit(1, 10);
    }

    assertThat(store.pruneBelow(1)).isEqualTo(new Pruned(1, false));
    assertThat(store.pruneBelow(1)).isEqualTo(new Pruned(1, false));
    assertThat(store.pruneBelow(1)).isEqualTo(new Pruned(1, true));
    old.forEach(one -> assertThat(store.finalStatus(one.hash())).isEmpty());
  }

  @Test
  void forgetsOldOutcomes() {
    VerifiedTransaction old = append(1).getFirst();
    finish(List.of(status(old, new TransactionStatus.Expired("one"))));
    for (int i = 0; i < 8; i++) {
      commit(1, 10);
    }
    VerifiedTransaction fresh = append(1).getFirst();
    finish(List.of(status(fresh, new TransactionStatus.Expired("two"))));
    VerifiedTransaction again = append(1).getFirst();
    finish(List.of(status(again, new TransactionStatus.Expired("three"))));
    commit(1, 10);

    store.pruneBelow(1);
    model.check(store, "at 900 ms");
    commit(1, 10);
    commit(1, 10);
    store.pruneBelow(1);
    model.forget(old.hash());
    model.check(store, "at 1100 ms");
    assertThat(store.finalStatus(old.hash())).isEmpty();
    assertThat(store.finalStatus(fresh.hash())).isPresent();
  }

  @Test
  void keepsAnOutcomeThatWasRenewed() {
    VerifiedTransaction evicted = append(1).getFirst();
    finish(List.of(status(evicted, new TransactionStatus.Refused(RefusalCode.EVICTED, "full"))));
    BlockCommit block = chain.block(List.of(evicted));
    store.commit(block);
    model.commit(block);
    for (int i = 0; i < 15; i++) {
      commit(1, 10);
    }

    store.pruneBelow(1);

    model.check(store, "after the time of its first outcome");
  }
}
