package weft.examples.amm;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;

/// Keys and values with a root, and the changes of one block on top.
///
/// The root is the RFC 6962 root over 256 buckets; a key is in the bucket that the exclusive-or of
/// its bytes names; a bucket's leaf is SHA-256 over its sorted keys and values, each with a
/// one-byte length. So a block costs what its buckets cost, not what the state costs. Values have
/// no deletion: an absent key and an empty value are the same.
final class StateTable {
  private static final int BUCKETS = 256;

  private final List<NavigableMap<Bytes, Bytes>> committed = new ArrayList<>(BUCKETS);
  private final Hash32[] committedHashes = new Hash32[BUCKETS];
  private final TreeMap<Bytes, Bytes> changes = new TreeMap<>();

  StateTable() {
    for (int i = 0; i < BUCKETS; i++) {
      committed.add(new TreeMap<>());
      committedHashes[i] = hash(committed.get(i));
    }
  }

  /// A value, with the changes of the block.
  Optional<Bytes> get(Bytes key) {
    Bytes changed = changes.get(key);
    return changed != null ? Optional.of(changed) : getCommitted(key);
  }

  /// A value as it was before the block.
  Optional<Bytes> getCommitted(Bytes key) {
    @Nullable Bytes value = committed.get(bucket(key)).get(key);
    return Optional.ofNullable(value);
  }

  void put(Bytes key, Bytes value) {
    changes.put(key, value);
  }

  /// Forgets the changes of the block.
  void rollback() {
    changes.clear();
  }

  /// The changes of the block, by key.
  SortedMap<Bytes, Bytes> changes() {
    return changes;
  }

  /// Makes the changes of the block part of the committed state.
  void commit() {
    BitSet touched = new BitSet(BUCKETS);
    for (Map.Entry<Bytes, Bytes> change : changes.entrySet()) {
      int bucket = bucket(change.getKey());
      committed.get(bucket).put(change.getKey(), change.getValue());
      touched.set(bucket);
    }
    touched.stream().forEach(bucket -> committedHashes[bucket] = hash(committed.get(bucket)));
    changes.clear();
  }

  /// The root with the changes of the block.
  Hash32 root() {
    Hash32[] hashes = committedHashes.clone();
    Map<Integer, NavigableMap<Bytes, Bytes>> touched = new TreeMap<>();
    changes.forEach(
        (key, value) ->
            touched
                .computeIfAbsent(bucket(key), bucket -> new TreeMap<>(committed.get(bucket)))
                .put(key, value));
    touched.forEach((bucket, entries) -> hashes[bucket] = hash(entries));
    return MerkleTree.rootOfLeafHashes(List.of(hashes));
  }

  private static Hash32 hash(NavigableMap<Bytes, Bytes> bucket) {
    MessageDigest digest = Sha256.digest();
    bucket.forEach(
        (key, value) -> {
          digest.update((byte) key.size());
          key.feed(digest::update);
          digest.update((byte) value.size());
          value.feed(digest::update);
        });
    return Hash32.wrap(digest.digest());
  }

  private static int bucket(Bytes key) {
    int folded = 0;
    for (int i = 0; i < key.size(); i++) {
      folded ^= key.get(i);
    }
    return folded & (BUCKETS - 1);
  }
}
