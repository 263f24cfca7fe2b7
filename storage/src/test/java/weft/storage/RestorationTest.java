package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.store.BlockCommit;
import weft.chain.store.ChainHead;
import weft.chain.store.PinnedState;
import weft.chain.store.Restoration;
import weft.ledger.state.KeyValueView.Entry;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.storage.NodeStore.LaneRange;

/// A state leaves one store and comes into another whole, or not at all.
final class RestorationTest {
  private static final TestChain CHAIN = new TestChain(3, 2);

  @TempDir private Path folder = Path.of("");

  private RocksNodeStore open() {
    return open(folder.resolve("store"));
  }

  private static RocksNodeStore open(Path directory) {
    RocksNodeStore store = RocksNodeStore.open(directory, TestStores.small());
    if (store.genesisHash().isEmpty()) {
      store.initialize(CHAIN.genesis(), TestChain.genesisState(), TestChain.genesisTree());
    }
    return store;
  }

  private static void put(Restoration restoration, List<Entry> entries, int atOnce) {
    for (int from = 0; from < entries.size(); from += atOnce) {
      restoration.put(entries.subList(from, Math.min(entries.size(), from + atOnce)));
    }
  }

  private static void restore(RocksNodeStore store, RandomState state, int atOnce) {
    Restoration restoration = store.restore();
    put(restoration, state.entries(), atOnce);
    assertThat(restoration.root()).isEqualTo(state.head().appHash());
    restoration.finish(state.head(), RandomState.seal(state.head()));
  }

  private static void check(RocksNodeStore store, RandomState state) {
    assertThat(store.head()).isEqualTo(state.head());
    assertThat(store.headSeal()).contains(RandomState.seal(state.head()));
    assertThat(store.genesisHash()).contains(CHAIN.genesis().blockHash());
    assertThat(store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE))
        .isEqualTo(state.entries());
    TreeUpdate tree = state.tree();
    tree.writes().forEach((node, page) -> assertThat(store.treeNodes().node(node)).isEqualTo(page));
    assertThat(store.earliestHeight()).isEqualTo(RandomState.HEIGHT + 1);
    assertThat(store.block(RandomState.HEIGHT)).isEmpty();
    assertThat(store.historyBytes()).isZero();
    assertThat(store.laneRange(RandomState.rollup(0))).isEqualTo(new LaneRange(1, 0));
    assertThat(store.laneRange(RandomState.rollup(1))).isEqualTo(new LaneRange(2, 1));
    assertThat(store.laneBlocks(RandomState.rollup(1), 1, 10, 1_000)).isEmpty();
  }

  @Test
  void randomStatesComeBackWithTheirTree() {
    SplittableRandom random = new SplittableRandom(1);
    for (int seed = 1; seed <= 5; seed++) {
      RandomState state = new RandomState(seed, 8 + random.nextInt(9_000));
      Path directory = folder.resolve("store-" + seed);
      try (RocksNodeStore store = open(directory)) {
        assertThat(store.state().get(Bytes.utf8("account/0"))).isNotNull();
        restore(store, state, 1 + random.nextInt(500));
        assertThat(store.state().get(Bytes.utf8("account/0"))).isNull();
        check(store, state);
        assertThat(store.pruneBelow(RandomState.HEIGHT + 1).isComplete()).isTrue();
      }
      try (RocksNodeStore store = open(directory)) {
        check(store, state);
        assertThat(directory.resolve("restoring")).doesNotExist();
        assertThat(store.hasBlocks()).isFalse();
        RandomState another = new RandomState(-seed, 400);
        restore(store, another, 100);
        check(store, another);
      }
    }
  }

  @Test
  void whatReceiptsPromiseStaysInTheJournal() {
    List<Journal.Entry> received = CHAIN.entries(CHAIN.transactions(3, 50));
    RandomState state = new RandomState(9, 50);
    try (RocksNodeStore store = open()) {
      store.journal().append(received);
      restore(store, state, 10);
      assertThat(store.journal().pending()).isEqualTo(received);
    }
    try (RocksNodeStore store = open()) {
      assertThat(store.journal().pending()).isEqualTo(received);
    }
  }

  @Test
  void nothingShowsBeforeTheEnd() {
    RandomState state = new RandomState(4, 500);
    try (RocksNodeStore store = open()) {
      List<Entry> before = store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE);
      try (Restoration restoration = store.restore()) {
        put(restoration, state.entries(), 100);
        assertThat(restoration.root()).isEqualTo(state.head().appHash());
        ChainHead other = RandomState.head(Hash32.ZERO);
        assertThatIllegalStateException()
            .isThrownBy(() -> restoration.finish(other, RandomState.seal(other)));
        assertThat(store.head()).isEqualTo(CHAIN.genesis());
        assertThat(store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE))
            .isEqualTo(before);
      }
      restore(store, state, 100);
      check(store, state);
    }
  }

  @Test
  void aStoreThatWasBeingFilledIsEmptyWhenItIsOpened() {
    RandomState state = new RandomState(6, 300);
    Path directory = folder.resolve("store");
    try (RocksNodeStore store = open()) {
      restore(store, state, 100);
    }
    try (Watermark watermark = Watermark.open(directory);
        RocksBackend backend =
            RocksBackend.open(directory.resolve("db"), TestStores.small(), watermark)) {
      Batch begun = new Batch();
      StoreFilling.begin(begun);
      backend.write(begun);
      Batch half = new Batch();
      half.put(Family.STATE, Bytes.utf8("half"), Bytes.utf8("done"));
      half.put(Family.TREE, Bytes.EMPTY, Bytes.utf8("page"));
      backend.write(half);
    }

    try (RocksNodeStore store = open()) {
      assertThat(store.head()).isEqualTo(CHAIN.genesis());
      assertThat(store.state().get(Bytes.utf8("half"))).isNull();
      restore(store, state, 100);
      check(store, state);
    }
  }

  @Test
  void aPinnedStateIsThatOfItsBlockWhateverIsCommitted() {
    TestChain chain = new TestChain(11, 3);
    try (RocksNodeStore store = RocksNodeStore.open(folder.resolve("pinned"), TestStores.tiny())) {
      store.initialize(chain.genesis(), TestChain.genesisState(), TestChain.genesisTree());
      assertThatIllegalStateException().isThrownBy(store::pin);
      for (int i = 0; i < 5; i++) {
        store.commit(chain.block(chain.transactions(2, 20)));
      }
      List<Entry> expected = store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE);
      assertThat(store.hasBlocks()).isTrue();
      assertThatIllegalStateException().isThrownBy(store::restore);
      PinnedState pinned = store.pin();
      List<Entry> read = new ArrayList<>();
      List<Entry> next = pinned.entries(Bytes.EMPTY, 1);
      while (!next.isEmpty()) {
        read.addAll(next);
        BlockCommit block = chain.block(chain.transactions(3, 400));
        store.commit(block);
        next = pinned.entries(read.getLast().key(), 60);
      }
      assertThat(read).isEqualTo(expected);
      assertThat(pinned.head().height()).isEqualTo(5);
      assertThat(pinned.get(Bytes.utf8("height"))).isEqualTo(Bytes.utf8("5"));
      assertThat(store.state().get(Bytes.utf8("height"))).isNotEqualTo(Bytes.utf8("5"));
      pinned.close();
      pinned.close();
    }
  }

  @Test
  void aPinMayEndAfterItsStore() {
    RocksNodeStore store = open();
    store.commit(new TestChain(3, 2).block(List.of()));
    PinnedState pinned = store.pin();
    store.close();
    pinned.close();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> pinned.get(Bytes.utf8("height")));
  }

  /// Restores a state and says when it is done.
  static final class Restorer {
    private Restorer() {}

    public static void main(String[] args) {
      RandomState state = new RandomState(Long.parseLong(args[1]), 6_000);
      try (RocksNodeStore store = open(Path.of(args[0]))) {
        System.out.println("begins");
        System.out.flush();
        restore(store, state, 50);
        System.out.println("done");
        System.out.flush();
      }
    }
  }

  @Test
  void killsLeaveTheGenesisOrTheWholeState() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(5);
    int whole = 0;
    for (int round = 0; round < 8; round++) {
      Path directory = folder.resolve("store-" + round);
      boolean isDone = runAndKill(directory, round, random.nextInt(700));
      RandomState state = new RandomState(round, 6_000);
      try (RocksNodeStore store = open(directory)) {
        if (store.head().height() > 0) {
          whole++;
        } else {
          assertThat(isDone).as("round %d", round).isFalse();
          assertThat(store.head()).isEqualTo(CHAIN.genesis());
          assertThat(store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE))
              .hasSameSizeAs(TestChain.genesisState().entries().values());
          restore(store, state, 500);
        }
        check(store, state);
      }
    }
    assertThat(whole).as("rounds that were done before the kill").isLessThan(8);
  }

  private static boolean runAndKill(Path directory, int seed, int afterMs)
      throws IOException, InterruptedException {
    Process child = ChildJvm.start(Restorer.class, directory.toString(), Integer.toString(seed));
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("begins");
      child.waitFor(afterMs, TimeUnit.MILLISECONDS);
      child.toHandle().destroyForcibly();
      child.waitFor();
      return "done".equals(output.readLine());
    }
  }

  /// A million keys go into a store, come out again, and are the same.
  static final class LargeState {
    private static final int KEYS = 1_000_000;

    private LargeState() {}

    public static void main(String[] args) {
      Path directory = Path.of(args[0]);
      try (RocksNodeStore store = open(directory)) {
        Restoration restoration = store.restore();
        for (int i = 0; i < KEYS; i += 5_000) {
          restoration.put(entries(i));
        }
        ChainHead head = RandomState.head(restoration.root());
        restoration.finish(head, RandomState.seal(head));
        int read = 0;
        try (PinnedState pinned = store.pin()) {
          List<Entry> next = pinned.entries(Bytes.EMPTY, 256 << 10);
          while (!next.isEmpty()) {
            read += next.size();
            next = pinned.entries(next.getLast().key(), 256 << 10);
          }
        }
        System.out.println(read + " keys, root " + head.appHash());
      }
    }

    private static List<Entry> entries(int from) {
      List<Entry> entries = new ArrayList<>();
      for (int i = from; i < from + 5_000; i++) {
        byte[] value = new byte[64];
        Arrays.fill(value, (byte) (1 + i % 100));
        entries.add(new Entry(Bytes.utf8("bal/%08d".formatted(i)), Bytes.wrap(value)));
      }
      return entries;
    }
  }

  @Test
  @Tag("slow")
  @Timeout(900)
  void aMillionKeysNeedNoMoreThanASmallHeap() throws IOException, InterruptedException {
    Process child = ChildJvm.start(64, LargeState.class, folder.resolve("store").toString());
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).startsWith(LargeState.KEYS + " keys, root 0x");
      assertThat(child.waitFor()).isZero();
    }
    assertThat(Files.exists(folder.resolve("store/restoring"))).isFalse();
  }
}
