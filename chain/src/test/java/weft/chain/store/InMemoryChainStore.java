package weft.chain.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import weft.ledger.query.ConservationCheck;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.primitives.Bytes;

/// A chain's store in maps, for tests. Fails a commit on demand, and after each block whose state
/// does not conserve every asset.
public final class InMemoryChainStore implements ChainStore {
  private final NavigableMap<Bytes, Bytes> state = new ConcurrentSkipListMap<>();
  private final NavigableMap<Bytes, Bytes> pages = new ConcurrentSkipListMap<>();
  private final List<BlockCommit> commits = new CopyOnWriteArrayList<>();
  private volatile @Nullable ChainHead head;
  private volatile @Nullable RuntimeException nextFault;
  private final boolean isAudited;

  public InMemoryChainStore() {
    this(true);
  }

  private InMemoryChainStore(boolean isAudited) {
    this.isAudited = isAudited;
  }

  /// For measurements: does not read the whole state after each block.
  public static InMemoryChainStore unaudited() {
    return new InMemoryChainStore(false);
  }

  @Override
  public ChainHead head() {
    ChainHead known = head;
    if (known == null) {
      throw new IllegalStateException("the store was not initialized");
    }
    return known;
  }

  @Override
  public Optional<BlockSeal> headSeal() {
    return commits.isEmpty() ? Optional.empty() : Optional.of(commits.getLast().block().seal());
  }

  @Override
  public KeyValueView state() {
    return new View(state);
  }

  @Override
  public NodeReader treeNodes() {
    return pages::get;
  }

  @Override
  public void initialize(
      ChainHead genesisHead,
      StateChanges genesisState,
      SortedMap<Bytes, Optional<Bytes>> treeChanges) {
    if (head != null) {
      throw new IllegalStateException("the store is not empty");
    }
    write(state, genesisState.entries());
    write(pages, treeChanges);
    head = genesisHead;
  }

  @Override
  public void commit(BlockCommit commit) {
    RuntimeException fault = nextFault;
    if (fault != null) {
      throw fault;
    }
    write(state, commit.stateChanges().entries());
    write(pages, commit.treeChanges());
    commits.add(commit);
    head = commit.block().head();
    if (isAudited) {
      assertThat(ConservationCheck.violations(state()))
          .as("assets after block %d", commit.block().header().height())
          .isEmpty();
    }
  }

  /// Makes every commit from now on fail, writing nothing.
  public void failWith(RuntimeException fault) {
    nextFault = fault;
  }

  /// Lets commits succeed again.
  public void work() {
    nextFault = null;
  }

  /// The pages of the authenticated tree, as changes to an empty one.
  public SortedMap<Bytes, Optional<Bytes>> pages() {
    TreeMap<Bytes, Optional<Bytes>> all = new TreeMap<>();
    pages.forEach((key, page) -> all.put(key, Optional.of(page)));
    return all;
  }

  /// Every block committed, in order.
  public List<CommittedBlock> blocks() {
    return commits.stream().map(BlockCommit::block).toList();
  }

  private static void write(
      NavigableMap<Bytes, Bytes> target, SortedMap<Bytes, Optional<Bytes>> changes) {
    changes.forEach(
        (key, value) ->
            value.ifPresentOrElse(present -> target.put(key, present), () -> target.remove(key)));
  }

  private record View(NavigableMap<Bytes, Bytes> state) implements KeyValueView {
    @Override
    public @Nullable Bytes get(Bytes key) {
      return state.get(key);
    }

    @Override
    public List<Entry> scan(Bytes prefix, Bytes after, int limit) {
      boolean fromPrefix = after.compareTo(prefix) < 0;
      List<Entry> found = new ArrayList<>();
      for (Map.Entry<Bytes, Bytes> entry :
          state.tailMap(fromPrefix ? prefix : after, fromPrefix).entrySet()) {
        if (found.size() == limit || !entry.getKey().startsWith(prefix)) {
          break;
        }
        found.add(new Entry(entry.getKey(), entry.getValue()));
      }
      return found;
    }
  }
}
