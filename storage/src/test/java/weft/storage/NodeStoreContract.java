package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import weft.chain.store.BlockCommit;
import weft.chain.store.ChainHead;
import weft.ledger.state.KeyValueView.Entry;
import weft.ledger.state.StateChanges;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.NodeStore.AuctionHeights;
import weft.storage.NodeStore.LaneRange;

/// What every store does.
abstract class NodeStoreContract extends StoreScenario {
  @Test
  void beginsWithItsGenesis() {
    RollupId rollup = chain.rollups().getFirst();

    model.check(store, "genesis");
    assertThat(store.laneRange(rollup)).isEqualTo(new LaneRange(1, 0));
    assertThat(store.laneBlocks(rollup, 1, 10, 10)).isEmpty();
    assertThat(store.block(0)).isEmpty();
    assertThat(store.block(-1)).isEmpty();
    assertThat(store.historyBytes()).isZero();
    assertThat(store.finalStatus(Hash32.ZERO)).isEmpty();
  }

  @Test
  void isInitializedOnce() {
    TestChain other = new TestChain(99, 1);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store.initialize(
                    other.genesis(), TestChain.genesisState(), TestChain.genesisTree()))
        .withMessageContaining(chain.genesis().blockHash().toString());
    model.check(store, "after a second genesis");
  }

  @Test
  void followsARandomHistory() {
    for (long seed = 1; seed <= 4; seed++) {
      TestChain random = new TestChain(seed, ROLLUPS + (int) seed);
      try (NodeStore tested = fresh(random)) {
        StoreHistory history = new StoreHistory(random, tested, seed);
        for (int step = 0; step < 60; step++) {
          history.step();
          if (step % 20 == 19) {
            history.model().check(tested, "seed " + seed + ", step " + step);
          }
        }
      }
    }
  }

  @Test
  void refusesABlockThatDoesNotFollow() {
    BlockCommit first = commit(3, 40);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.commit(first))
        .withMessageContaining("block 1 does not follow the head 1");
    BlockCommit foreign = secondBlockOfAnotherChain();
    assertThatIllegalArgumentException().isThrownBy(() -> store.commit(foreign));
    model.check(store, "after refused blocks");
  }

  private static BlockCommit secondBlockOfAnotherChain() {
    TestChain other = new TestChain(2, ROLLUPS);
    other.block(List.of());
    return other.block(other.transactions(2, 40));
  }

  @Test
  void refusesALaneWithAGap() {
    BlockCommit skipped = chain.block(chain.transactions(6, 40));
    BlockCommit withGap = chain.block(chain.transactions(6, 40));
    BlockCommit gap =
        new BlockCommit(
            new weft.chain.store.CommittedBlock(
                skipped.block().header(),
                skipped.block().blockHash(),
                skipped.block().seal(),
                skipped.block().entries(),
                skipped.block().transactions(),
                withGap.block().lanes(),
                skipped.block().appHash()),
            skipped.stateChanges(),
            skipped.treeChanges());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.commit(gap))
        .withMessageContaining("so the next lane block is not 2");
    model.check(store, "after a refused lane");
  }

  @Test
  void readsLaneRangesWithinLimits() {
    for (int i = 0; i < 12; i++) {
      commit(9, 100);
    }
    RollupId rollup = chain.rollups().getFirst();
    LaneRange range = store.laneRange(rollup);
    List<ProvenLaneBlock> all = store.laneBlocks(rollup, 1, 100, Long.MAX_VALUE);
    long firstBytes = entryBytes(all.getFirst());

    assertThat(all).hasSize((int) range.latest());
    assertThat(store.laneBlocks(rollup, 3, 4, Long.MAX_VALUE)).isEqualTo(all.subList(2, 6));
    assertThat(store.laneBlocks(rollup, 1, 100, 0)).isEqualTo(all.subList(0, 1));
    assertThat(store.laneBlocks(rollup, 1, 100, firstBytes)).isEqualTo(all.subList(0, 1));
    assertThat(store.laneBlocks(rollup, 1, 100, firstBytes + 1)).isEqualTo(all.subList(0, 2));
    assertThat(store.laneBlocks(rollup, range.latest() + 1, 100, 1000)).isEmpty();
    assertThat(store.laneBlocks(rollup, 0, 100, 1000)).isEmpty();
    assertThat(store.laneBlocks(rollup, 1, 0, 1000)).isEmpty();
    assertThat(store.laneBlocks(RollupId.of("nobody"), 1, 100, 1000)).isEmpty();
  }

  private static long entryBytes(ProvenLaneBlock block) {
    return block.laneBlock().entries().stream().mapToLong(Bytes::size).sum();
  }

  @Test
  void findsBlocksWithAuctionsPageByPage() {
    for (int i = 0; i < 30; i++) {
      commit(1, 20);
    }
    AuctionHeights all = store.auctionHeights(1, 30, Optional.empty(), 100);
    List<Long> paged = new ArrayList<>();
    long next = 1;
    while (next <= 30) {
      AuctionHeights page = store.auctionHeights(next, 30, Optional.empty(), 2);
      assertThat(page.heights()).hasSizeLessThanOrEqualTo(2);
      paged.addAll(page.heights());
      next = page.nextHeight();
    }

    assertThat(all.heights()).hasSizeGreaterThan(5);
    assertThat(paged).isEqualTo(all.heights());
    long third = all.heights().get(2);
    assertThat(store.auctionHeights(third, third, Optional.empty(), 9))
        .isEqualTo(new AuctionHeights(List.of(third), third + 1));
    assertThat(store.auctionHeights(5, 4, Optional.empty(), 9).heights()).isEmpty();
    assertThat(store.auctionHeights(1, 30, Optional.of(RollupId.of("nobody")), 9))
        .isEqualTo(new AuctionHeights(List.of(), 31));
    assertThat(store.auctions(0)).isEmpty();
  }

  @Test
  void keepsEveryKindOfOutcome() {
    List<VerifiedTransaction> received = append(5);
    finish(
        List.of(
            status(
                received.get(0),
                new TransactionStatus.Replaced(
                    RefusalCode.REPLACED, Optional.of(received.get(4).hash()))),
            status(
                received.get(1),
                new TransactionStatus.Replaced(RefusalCode.CANCELLED, Optional.empty())),
            status(received.get(2), new TransactionStatus.Expired("last height 7 has passed")),
            status(
                received.get(3), new TransactionStatus.Refused(RefusalCode.EVICTED, "tip 0 ü"))));

    model.check(store, "outcomes");
    assertThat(store.journal().pending()).hasSize(1);
  }

  @Test
  void takesOnlyFinalOutcomesFromTheMempool() {
    VerifiedTransaction received = append(1).getFirst();
    for (TransactionStatus.Progress progress :
        List.of(
            new TransactionStatus.Received(),
            new TransactionStatus.Pending(java.util.OptionalLong.empty()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.journal().finish(List.of(status(received, progress))));
    }
    model.check(store, "after refused outcomes");
  }

  @Test
  void neverOverwritesSoft() {
    BlockCommit block = commit(2, 40);
    VerifiedTransaction included = block.block().transactions().getFirst().transaction();

    finish(List.of(status(included, new TransactionStatus.Expired("too late"))));

    model.check(store, "after a late outcome");
    assertThat(store.finalStatus(included.hash()).orElseThrow().state().id()).isEqualTo("soft");
  }

  @Test
  void doesNotOfferWhatABlockHolds() {
    List<VerifiedTransaction> both = chain.transactions(2, 40);
    BlockCommit block = chain.block(both);
    store.commit(block);
    model.commit(block);

    store.journal().append(chain.entries(both));

    assertThat(store.journal().pending()).isEmpty();
  }

  @Test
  void softStatusSaysWhenItWasReceived() {
    List<VerifiedTransaction> received = append(2);
    List<VerifiedTransaction> all = new ArrayList<>(received);
    all.addAll(chain.transactions(1, 40));
    BlockCommit block = chain.block(all);
    store.commit(block);
    model.commit(block);

    model.check(store, "after the block");
    assertThat(store.finalStatus(received.getFirst().hash()).orElseThrow().receivedTimeMs())
        .isGreaterThanOrEqualTo(TestChain.START_MS);
    assertThat(store.finalStatus(all.getLast().hash()).orElseThrow().receivedTimeMs()).isZero();
  }

  @Test
  void scansByPrefix() {
    TreeMap<Bytes, Optional<Bytes>> keys = new TreeMap<>();
    for (String hex : List.of("a0", "a001", "a0ff", "a1", "ff", "ff00", "ffff", "ffff01")) {
      keys.put(Bytes.fromHex(hex), Optional.of(Bytes.fromHex(hex)));
    }
    BlockCommit plain = chain.block(List.of());
    store.commit(new BlockCommit(plain.block(), new StateChanges(keys), plain.treeChanges()));

    assertThat(scan("a0", "", 10)).containsExactly("a0", "a001", "a0ff");
    assertThat(scan("a0", "a0", 10)).containsExactly("a001", "a0ff");
    assertThat(scan("a0", "a000", 1)).containsExactly("a001");
    assertThat(scan("a0", "a0ff", 10)).isEmpty();
    assertThat(scan("a0", "a1", 10)).isEmpty();
    assertThat(scan("ff", "", 10)).containsExactly("ff", "ff00", "ffff", "ffff01");
    assertThat(scan("ffff", "ffff", 10)).containsExactly("ffff01");
    assertThat(scan("b0", "", 10)).isEmpty();
    assertThat(scan("a0", "", 0)).isEmpty();
  }

  private List<String> scan(String prefix, String after, int limit) {
    return store.state().scan(Bytes.fromHex(prefix), Bytes.fromHex(after), limit).stream()
        .map(Entry::key)
        .map(Bytes::toHex)
        .toList();
  }

  @Test
  void closesOnceAndThenRefuses() {
    commit(2, 10);
    assertThat(store.state().get(Bytes.utf8("height"))).isEqualTo(Bytes.utf8("1"));
    VerifiedTransaction unseen = chain.transaction(10);
    List<Journal.Entry> entries = chain.entries(List.of(unseen));
    BlockCommit next = chain.block(List.of(unseen));
    store.close();
    store.close();

    for (Runnable call :
        List.<Runnable>of(
            () -> store.commit(next),
            () -> store.journal().append(entries),
            () -> store.journal().pending(),
            () -> store.block(1),
            () -> store.auctions(1),
            () -> store.auctionHeights(1, 9, Optional.empty(), 9),
            () -> store.laneBlocks(chain.rollups().getFirst(), 1, 10, 10),
            () -> store.laneHeaders(chain.rollups().getFirst(), 1, 10, 10),
            () -> store.laneRange(chain.rollups().getFirst()),
            () -> store.finalStatus(unseen.hash()),
            () -> store.state().get(Bytes.utf8("never read")),
            () -> store.state().get(Bytes.utf8("height")),
            () -> store.state().scan(Bytes.EMPTY, Bytes.EMPTY, 1),
            () -> store.treeNodes().node(Bytes.utf8("never read")),
            () -> store.atOneMoment(NodeStore.Moment::head))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void readersNeverGoBackInTime() throws InterruptedException, ExecutionException {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(() -> watch(done)));
      }
      for (int i = 0; i < 150; i++) {
        store.commit(chain.block(chain.transactions(1, 20)));
      }
      done.set(true);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isEqualTo(150);
      }
    }
  }

  /// Reads until the end; fails where the state is older than the head seen before it, or than what
  /// it showed before.
  private long watch(AtomicBoolean done) {
    long seen = 0;
    boolean isLast;
    do {
      isLast = done.get();
      ChainHead head = store.head();
      Bytes value = store.state().get(Bytes.utf8("height"));
      long height = value == null ? 0 : Long.parseLong(value.toUtf8());
      assertThat(height).isGreaterThanOrEqualTo(head.height()).isGreaterThanOrEqualTo(seen);
      assertThat(store.block(head.height()).isPresent()).isEqualTo(head.height() > 0);
      seen = height;
    } while (!isLast);
    return seen;
  }

  @Test
  void closingUnderReadersIsSafe() throws InterruptedException, ExecutionException {
    for (int i = 0; i < 10; i++) {
      commit(20, 2000);
    }
    for (int round = 0; round < 5; round++) {
      NodeStore closing = fresh(chain);
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<String>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          long seed = 10L * round + i;
          readers.add(threads.submit(() -> readUntilClosed(closing, seed)));
        }
        while (closing.head().height() < 3) {
          TestChain other = new TestChain(1, ROLLUPS);
          for (int i = 0; i < 3; i++) {
            closing.commit(other.block(other.transactions(20, 3000)));
          }
        }
        closing.close();
        for (Future<String> reader : readers) {
          assertThat(reader.get()).contains("closed");
        }
      }
    }
  }

  private String readUntilClosed(NodeStore closing, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RollupId rollup = chain.rollups().get(random.nextInt(ROLLUPS));
    try {
      while (true) {
        closing.laneBlocks(rollup, 1, 100, Long.MAX_VALUE);
        closing.state().scan(Bytes.EMPTY, Bytes.EMPTY, 100);
        closing.block(1 + random.nextInt(3));
        closing.sizeBytes();
        closing.laneRange(rollup);
      }
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
