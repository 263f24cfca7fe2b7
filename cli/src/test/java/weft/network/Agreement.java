package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.ledger.query.ConservationCheck;
import weft.node.NodeDirectory;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneHeader;
import weft.protocol.status.TransactionStatus;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;
import weft.storage.StoredBlock;

/// What must be true of the stores of stopped nodes, whatever they went through.
final class Agreement {
  private static final long MANY_BYTES = 1L << 30;

  private Agreement() {}

  /// What was compared.
  record Seen(long heights, int transactions, int laneBlocks) {}

  /// No fork, nothing in two blocks, nothing acknowledged lost, lanes without gaps, no asset gone.
  ///
  /// @param loads all that submitted to the lane, ended and settled
  static Seen require(List<NodeDirectory> nodes, List<NetworkLoad> loads) {
    List<RocksNodeStore> stores = new ArrayList<>();
    try {
      for (NodeDirectory node : nodes) {
        stores.add(RocksNodeStore.open(node.store(), StoreSettings.defaults()));
      }
      long common = stores.stream().mapToLong(store -> store.head().height()).min().orElseThrow();
      Map<Hash32, Place> places = requireOneChain(stores, common);
      Set<Hash32> taken = new HashSet<>();
      for (NetworkLoad load : loads) {
        assertThat(load.faults()).as("refusals that nothing explains").isEmpty();
        assertThat(load.receipts()).isNotEmpty();
        taken.addAll(load.taken());
      }
      for (RocksNodeStore store : stores) {
        requirePlaces(store, taken, places);
        assertThat(ConservationCheck.violations(store.state())).isEmpty();
      }
      return new Seen(common, places.size(), requireLanes(stores, taken.size()));
    } finally {
      stores.forEach(RocksNodeStore::close);
    }
  }

  private record Place(long height, int index) {}

  /// The same blocks at the same heights. A block's hash covers the application's hash after the
  /// block before it.
  private static Map<Hash32, Place> requireOneChain(List<RocksNodeStore> stores, long common) {
    Map<Hash32, Place> places = new HashMap<>();
    for (long height = 1; height <= common; height++) {
      StoredBlock block = stores.getFirst().block(height).orElseThrow();
      for (int i = 0; i < stores.size(); i++) {
        assertThat(stores.get(i).block(height).map(StoredBlock::blockHash))
            .as("block %d of node %d", height, i)
            .contains(block.blockHash());
      }
      for (int i = 0; i < block.transactionHashes().size(); i++) {
        Hash32 hash = block.transactionHashes().get(i);
        assertThat(places.put(hash, new Place(height, i))).as("%s is in two blocks", hash).isNull();
      }
    }
    Map<Long, Hash32> heads = new HashMap<>();
    for (RocksNodeStore store : stores) {
      Hash32 appHash = store.head().appHash();
      assertThat(heads.getOrDefault(store.head().height(), appHash))
          .as("application hash of height %d", store.head().height())
          .isEqualTo(appHash);
      heads.put(store.head().height(), appHash);
    }
    return places;
  }

  /// This load never replaces, never lets expire and can pay: all that was taken is in a block.
  private static void requirePlaces(
      RocksNodeStore store, Set<Hash32> taken, Map<Hash32, Place> places) {
    for (Hash32 hash : taken) {
      Optional<TransactionStatus> status = store.finalStatus(hash);
      assertThat(status).as("status of acknowledged %s", hash).isPresent();
      assertThat(status.get().progress())
          .as("%s", status.get())
          .isInstanceOfSatisfying(
              TransactionStatus.Soft.class,
              soft ->
                  assertThat(new Place(soft.height(), soft.index())).isEqualTo(places.get(hash)));
    }
  }

  private static int requireLanes(List<RocksNodeStore> stores, int payloads) {
    List<Bytes> first = headers(stores.getFirst());
    Hash32 parent = Hash32.ZERO;
    long height = 0;
    long total = 0;
    for (Bytes encoded : first) {
      LaneHeader header = LaneHeader.decode(encoded);
      assertThat(header.laneHeight()).isEqualTo(++height);
      assertThat(header.parentLaneHash()).isEqualTo(parent);
      parent = header.hash();
      total += header.payloadCount();
    }
    assertThat(total).as("payloads in the lane").isEqualTo(payloads);
    for (RocksNodeStore store : stores) {
      assertThat(headers(store)).isEqualTo(first);
    }
    return first.size();
  }

  private static List<Bytes> headers(RocksNodeStore store) {
    List<Bytes> all = new ArrayList<>();
    long latest = store.laneRange(TestNetwork.LANE).latest();
    while (all.size() < latest) {
      List<Bytes> more =
          store.laneHeaders(TestNetwork.LANE, all.size() + 1L, Integer.MAX_VALUE, MANY_BYTES);
      assertThat(more).as("lane headers from %d on", all.size() + 1).isNotEmpty();
      all.addAll(more);
    }
    return all;
  }
}
