package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.chain.store.BlockCommit;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.state.KeyValueView;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore.AuctionHeights;
import weft.storage.NodeStore.LaneRange;

/// The oracle: what a store must answer, kept in plain maps in the most obvious way.
final class StoreModel {
  private final TreeMap<Bytes, Bytes> state = new TreeMap<>();
  private final TreeMap<Bytes, Bytes> tree = new TreeMap<>();
  private final TreeSet<Bytes> stateKeys = new TreeSet<>();
  private final TreeSet<Bytes> treeKeys = new TreeSet<>();
  private final TreeMap<Long, StoredBlock> blocks = new TreeMap<>();
  private final TreeMap<Long, AuctionRecord> auctions = new TreeMap<>();
  private final TreeMap<RollupId, TreeMap<Long, ProvenLaneBlock>> lanes = new TreeMap<>();
  private final Map<RollupId, Long> laneHeights = new HashMap<>();
  private final Map<Hash32, TransactionStatus> statuses = new HashMap<>();

  /// Of the receipts of transactions that are final; 0 for one that was not received.
  private final Map<Hash32, Long> lastHeights = new HashMap<>();

  private final Map<Hash32, Journal.Entry> journal = new HashMap<>();
  private final ChainHead genesis;
  private ChainHead head;
  private long earliest = 1;

  StoreModel(TestChain chain) {
    genesis = chain.genesis();
    head = genesis;
    apply(TestChain.genesisState().entries(), state, stateKeys);
    apply(TestChain.genesisTree(), tree, treeKeys);
  }

  private static void apply(
      Map<Bytes, Optional<Bytes>> changes, Map<Bytes, Bytes> map, Set<Bytes> keys) {
    keys.addAll(changes.keySet());
    changes.forEach(
        (key, value) -> {
          map.remove(key);
          value.ifPresent(bytes -> map.put(key, bytes));
        });
  }

  long height() {
    return head.height();
  }

  void commit(BlockCommit commit) {
    CommittedBlock block = commit.block();
    head = block.head();
    apply(commit.stateChanges().entries(), state, stateKeys);
    apply(commit.treeChanges(), tree, treeKeys);
    List<Bytes> laneHeaders = block.lanes().stream().map(l -> l.laneBlock().header()).toList();
    blocks.put(
        head.height(),
        new StoredBlock(
            block.header(),
            block.blockHash(),
            block.seal(),
            block.entries(),
            block.transactions().stream().map(included -> included.transaction().hash()).toList(),
            laneHeaders,
            commit.misbehaviors()));
    block.auctions().ifPresent(record -> auctions.put(head.height(), record));
    List<Hash32> leaves = laneHeaders.stream().map(MerkleTree::leafHash).toList();
    for (LaneBlockRecord lane : block.lanes()) {
      var proof =
          new LaneBlockProof(
              block.seal().anchor().orElseThrow(), MerkleTree.prove(leaves, lane.laneIndex()));
      lanes
          .computeIfAbsent(lane.rollup(), _ -> new TreeMap<>())
          .put(lane.header().laneHeight(), new ProvenLaneBlock(lane.laneBlock(), proof));
      laneHeights.put(lane.rollup(), lane.header().laneHeight());
    }
    block.transactions().forEach(included -> include(block, included));
  }

  private void include(CommittedBlock block, IncludedTransaction included) {
    Hash32 hash = included.transaction().hash();
    Journal.Entry received = journal.remove(hash);
    lastHeights.put(hash, received == null ? 0 : received.receipt().lastHeight());
    statuses.put(
        hash,
        new TransactionStatus(
            hash,
            included.transaction().body().account(),
            included.transaction().body().nonce(),
            received == null ? 0 : received.receipt().receivedTimeMs(),
            new TransactionStatus.Soft(
                block.header().height(),
                block.header().timeMs(),
                included.index(),
                included.lanes(),
                included.fee(),
                included.feeAsset())));
  }

  void append(List<Journal.Entry> entries) {
    entries.forEach(entry -> journal.put(entry.transactionHash(), entry));
  }

  void finish(List<TransactionStatus> finished) {
    for (TransactionStatus status : finished) {
      Journal.Entry received = journal.remove(status.transactionHash());
      lastHeights.putIfAbsent(
          status.transactionHash(), received == null ? 0 : received.receipt().lastHeight());
      statuses.merge(
          status.transactionHash(),
          status,
          (old, fresh) -> old.state() == TransactionState.SOFT ? old : fresh);
    }
  }

  List<Journal.Entry> pending() {
    List<Journal.Entry> entries = new ArrayList<>(journal.values());
    entries.sort(Comparator.comparingLong(Journal.Entry::arrival));
    return entries;
  }

  /// What a store may have forgotten after it pruned up to a height.
  void prune(long newEarliest) {
    for (long height = earliest; height < newEarliest; height++) {
      Objects.requireNonNull(blocks.remove(height)).transactionHashes().forEach(statuses::remove);
    }
    auctions.headMap(newEarliest).clear();
    lanes.values().forEach(lane -> lane.values().removeIf(block -> isBelow(block, newEarliest)));
    earliest = newEarliest;
  }

  private static boolean isBelow(ProvenLaneBlock block, long height) {
    return LaneHeader.decode(block.laneBlock().header()).blockHeight() < height;
  }

  void forget(Hash32 transactionHash) {
    statuses.remove(transactionHash);
  }

  /// Compares everything that a store can be asked.
  void check(NodeStore store, String where) {
    assertThat(store.genesisHash()).as(where).contains(genesis.blockHash());
    assertThat(store.head()).as(where).isEqualTo(head);
    assertThat(store.earliestHeight()).as(where).isEqualTo(earliest);
    checkState(store, where);
    for (long height = 1; height <= head.height() + 1; height++) {
      assertThat(store.block(height))
          .as("%s: block %d", where, height)
          .isEqualTo(Optional.ofNullable(blocks.get(height)));
      assertThat(store.auctions(height))
          .as("%s: auctions of %d", where, height)
          .isEqualTo(Optional.ofNullable(auctions.get(height)));
    }
    checkAuctionHeights(store, where);
    lanes.forEach((rollup, lane) -> checkLane(store, rollup, lane, where));
    statuses.forEach(
        (hash, status) -> {
          assertThat(store.finalStatus(hash)).as(where).contains(status);
          assertThat(store.finalReceipt(hash)).as(where).isEqualTo(receipt(status));
        });
    assertThat(store.journal().pending()).as("%s: journal", where).isEqualTo(pending());
  }

  private void checkAuctionHeights(NodeStore store, String where) {
    long end = head.height() + 1;
    assertThat(store.auctionHeights(1, end, Optional.empty(), Integer.MAX_VALUE))
        .as(where)
        .isEqualTo(new AuctionHeights(List.copyOf(auctions.keySet()), end + 1));
    for (RollupId rollup : laneHeights.keySet()) {
      List<Long> sold =
          auctions.values().stream()
              .filter(record -> sells(record, rollup))
              .map(AuctionRecord::height)
              .toList();
      assertThat(store.auctionHeights(0, end, Optional.of(rollup), Integer.MAX_VALUE).heights())
          .as("%s: auctions of %s", where, rollup)
          .isEqualTo(sold);
    }
  }

  private static boolean sells(AuctionRecord record, RollupId rollup) {
    return record.auctions().stream()
        .flatMap(auction -> auction.sellers().stream())
        .anyMatch(seller -> seller.rollup().equals(rollup));
  }

  private Optional<ReceiptLeaf> receipt(TransactionStatus status) {
    Hash32 hash = status.transactionHash();
    return status.receivedTimeMs() == 0
        ? Optional.empty()
        : Optional.of(
            new ReceiptLeaf(
                hash, status.receivedTimeMs(), Objects.requireNonNull(lastHeights.get(hash))));
  }

  private void checkState(NodeStore store, String where) {
    for (Bytes key : stateKeys) {
      assertThat(store.state().get(key)).as("%s: state %s", where, key).isEqualTo(state.get(key));
    }
    for (Bytes key : treeKeys) {
      assertThat(store.treeNodes().node(key))
          .as("%s: page %s", where, key)
          .isEqualTo(tree.get(key));
    }
    List<KeyValueView.Entry> all =
        state.entrySet().stream()
            .map(entry -> new KeyValueView.Entry(entry.getKey(), entry.getValue()))
            .toList();
    assertThat(store.state().scan(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE))
        .as(where)
        .isEqualTo(all);
  }

  private void checkLane(
      NodeStore store, RollupId rollup, Map<Long, ProvenLaneBlock> lane, String where) {
    long latest = Objects.requireNonNull(laneHeights.get(rollup));
    LaneRange range = new LaneRange(latest - lane.size() + 1, latest);
    assertThat(store.laneRange(rollup)).as("%s: %s", where, rollup).isEqualTo(range);
    assertThat(store.laneBlocks(rollup, range.earliest(), Integer.MAX_VALUE, Long.MAX_VALUE))
        .as("%s: %s", where, rollup)
        .isEqualTo(List.copyOf(lane.values()));
    for (long height = 0; height <= latest + 1; height++) {
      assertThat(store.laneBlock(rollup, height))
          .as("%s: %s %d", where, rollup, height)
          .isEqualTo(Optional.ofNullable(lane.get(height)));
    }
  }
}
