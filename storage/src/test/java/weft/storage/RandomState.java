package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.ledger.state.KeyValueView.Entry;
import weft.ledger.state.Keys;
import weft.ledger.state.LaneRecord;
import weft.ledger.tree.NodeReader;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// A state of random keys and values, some of them lanes.
final class RandomState {
  static final long HEIGHT = 4_000;

  private final TreeMap<Bytes, @Nullable Bytes> entries = new TreeMap<>();

  RandomState(long seed, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < size; i++) {
      byte[] key = new byte[1 + random.nextInt(40)];
      byte[] value = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? 5_000 : 90)];
      random.nextBytes(key);
      random.nextBytes(value);
      entries.put(Bytes.wrap(key), Bytes.wrap(value));
    }
    for (int i = 0; i <= size / 8; i++) {
      entries.put(Keys.lane(rollup(i)), lane(i).encode());
    }
  }

  static RollupId rollup(int index) {
    return RollupId.of("rollup-" + index);
  }

  private static LaneRecord lane(int laneHeight) {
    return new LaneRecord(laneHeight, Hash32.ZERO, 3, Amount.of(5), Amount.ZERO);
  }

  List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    for (Map.Entry<Bytes, @Nullable Bytes> entry : entries.entrySet()) {
      @Nullable Bytes value = entry.getValue();
      if (value != null) {
        all.add(new Entry(entry.getKey(), value));
      }
    }
    return all;
  }

  /// The oracle: the tree in one step.
  TreeUpdate tree() {
    return StateTree.apply(NodeReader.EMPTY, StateTree.EMPTY_ROOT, entries);
  }

  ChainHead head() {
    return head(tree().root());
  }

  static ChainHead head(Hash32 root) {
    return new ChainHead(HEIGHT, 1_700_000_000_000L, Sha256.hash(Bytes.utf8("block")), root);
  }

  /// Nobody's: a store does not look at it.
  static BlockSeal.Network seal(ChainHead head) {
    Hash32 none = Sha256.hash(Bytes.utf8("none"));
    BlockStatement statement =
        new BlockStatement(
            7, head.height(), head.timeMs(), head.blockHash(), none, 0, head.appHash(), none);
    Attestation attestation = new Attestation(Bytes.utf8("a"), Bytes.utf8("signature"));
    return new BlockSeal.Network(statement, none, Optional.of(attestation));
  }
}
