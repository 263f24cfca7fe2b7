package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.chain.store.BlockCommit;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.state.TreeProof;

/// Who reads between a block's write and its showing gets one block's head, state and tree, never
/// those of two.
final class MomentTest {
  private static final Bytes KEY = Bytes.utf8("key");

  private final Watched backend = new Watched();
  private final BackendNodeStore store = new Store(backend);
  private final TestChain chain = new TestChain(11, 2);
  private final List<String> seen = new ArrayList<>();

  @Test
  void headStateAndTreeBelongTogetherWhileABlockIsCommitted() {
    TreeUpdate genesis = tree(NodeReader.EMPTY, StateTree.EMPTY_ROOT, 0);
    ChainHead begin = chain.genesis();
    store.initialize(
        new ChainHead(0, begin.timeMs(), begin.blockHash(), genesis.root()),
        changes(0),
        pages(genesis));
    Hash32 root = genesis.root();
    backend.afterWrite = this::read;
    for (int height = 1; height <= 20; height++) {
      TreeUpdate next = tree(store.treeNodes(), root, height);
      store.commit(
          new BlockCommit(
              ending(chain.block(List.of()).block(), next.root()), changes(height), pages(next)));
      root = next.root();
      assertThat(seen).hasSize(height).last().isEqualTo(height + ": value " + height);
    }
  }

  private void read() {
    assertThat(store.head().height()).isEqualTo(seen.size());
    seen.add(
        store.atOneMoment(
            moment -> {
              TreeProof proof =
                  StateTree.prove(
                      moment.treeNodes(), moment.head().appHash(), KEY, moment.state()::get);
              assertThat(proof.toIcs23()).isNotNull();
              @Nullable Bytes value = moment.state().get(KEY);
              return moment.head().height() + ": " + (value == null ? "" : value.toUtf8());
            }));
  }

  private static TreeUpdate tree(NodeReader nodes, Hash32 root, int height) {
    TreeMap<Bytes, @Nullable Bytes> changed = new TreeMap<>();
    changes(height).entries().forEach((key, value) -> changed.put(key, value.orElse(null)));
    return StateTree.apply(nodes, root, changed);
  }

  private static StateChanges changes(int height) {
    TreeMap<Bytes, Optional<Bytes>> changed = new TreeMap<>();
    changed.put(KEY, Optional.of(Bytes.utf8("value " + height)));
    for (int i = 0; i < 50; i++) {
      changed.put(Bytes.utf8("other " + height + " " + i), Optional.of(Bytes.utf8("value " + i)));
    }
    return new StateChanges(changed);
  }

  private static SortedMap<Bytes, Optional<Bytes>> pages(TreeUpdate update) {
    TreeMap<Bytes, Optional<Bytes>> pages = new TreeMap<>();
    update.writes().forEach((node, page) -> pages.put(node, Optional.ofNullable(page)));
    return pages;
  }

  private static CommittedBlock ending(CommittedBlock block, Hash32 root) {
    return new CommittedBlock(
        block.header(),
        block.blockHash(),
        block.seal(),
        block.entries(),
        block.transactions(),
        block.lanes(),
        root,
        block.parentSeal(),
        block.auctions());
  }

  private static final class Store extends BackendNodeStore {
    Store(Backend backend) {
      super(backend, TestStores.small());
    }
  }

  /// Tables in the heap that tell when something was written, before the writer goes on.
  private static final class Watched implements Backend {
    private final Backend tables = new MemoryBackend();
    private @Nullable Runnable afterWrite;

    @Override
    public @Nullable Bytes get(Family family, Bytes key) {
      return tables.get(family, key);
    }

    @Override
    public Session session() {
      return tables.session();
    }

    @Override
    public void write(Batch batch) {
      tables.write(batch);
      if (afterWrite != null) {
        afterWrite.run();
      }
    }

    @Override
    public long sizeBytes() {
      return tables.sizeBytes();
    }

    @Override
    public void compact(Family family) {
      tables.compact(family);
    }

    @Override
    public void snapshot(Path emptyDirectory) {
      tables.snapshot(emptyDirectory);
    }

    @Override
    public void close() {
      tables.close();
    }
  }
}
