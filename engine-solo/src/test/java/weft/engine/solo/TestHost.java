package weft.engine.solo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import weft.chain.block.Candidates;
import weft.chain.block.Proposal;
import weft.chain.engine.EngineHost;
import weft.chain.store.ChainStore;
import weft.chain.store.CommittedBlock;
import weft.protocol.transaction.VerifiedTransaction;

/// A mempool in a queue: what is included or dropped leaves it.
final class TestHost implements EngineHost {
  private final ChainStore store;
  private final FakeClock clock;
  private final Queue<VerifiedTransaction> pool = new ConcurrentLinkedQueue<>();
  private final List<CommittedBlock> blocks = new CopyOnWriteArrayList<>();
  private final List<Proposal.Dropped> dropped = new CopyOnWriteArrayList<>();
  private final List<Long> commitTimes = new CopyOnWriteArrayList<>();
  private volatile Consumer<CommittedBlock> onCommit = block -> {};

  TestHost(ChainStore store, FakeClock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Candidates candidates() {
    return Candidates.of(List.copyOf(pool).iterator());
  }

  @Override
  public void dropped(List<Proposal.Dropped> some) {
    dropped.addAll(some);
    some.forEach(one -> pool.removeIf(waiting -> waiting.hash().equals(one.transactionHash())));
  }

  @Override
  public void committed(CommittedBlock block) {
    assertThat(store.head()).as("durable before it is shown").isEqualTo(block.head());
    onCommit.accept(block);
    block.transactions().forEach(one -> pool.remove(one.transaction()));
    commitTimes.add(clock.monotonicMs());
    blocks.add(block);
  }

  void offer(VerifiedTransaction transaction) {
    pool.add(transaction);
  }

  void onCommit(Consumer<CommittedBlock> action) {
    onCommit = action;
  }

  List<CommittedBlock> blocks() {
    return blocks;
  }

  List<Proposal.Dropped> dropped() {
    return dropped;
  }

  /// Monotonic time of each commit, counted from the first.
  List<Long> commitTimes() {
    return commitTimes.stream().map(time -> time - commitTimes.getFirst()).toList();
  }

  /// Transactions in each block.
  List<Integer> counts() {
    return blocks.stream().map(block -> block.transactions().size()).toList();
  }
}
