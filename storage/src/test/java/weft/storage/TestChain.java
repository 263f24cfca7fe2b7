package weft.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockCommit;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.state.StateChanges;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Bidder;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.CommitDigest;
import weft.protocol.block.Preamble;
import weft.protocol.block.SignedAnchor;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.receipt.ReceiptSigner;
import weft.protocol.status.LanePosition;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;
import weft.protocol.transaction.VerifiedTransaction;

/// A repeatable chain of well-formed blocks over made-up state: the same seed and the same calls
/// give the same bytes.
final class TestChain {
  static final AssetId ASSET = new AssetId("weft");
  static final long START_MS = 1_700_000_000_000L;
  static final long INTERVAL_MS = 100;

  private static final long CHAIN_ID = 7;
  private static final int STATE_KEYS = 64;
  private static final int TREE_KEYS = 24;

  private final SplittableRandom random;
  private final PrivateKey key;
  private final List<RollupId> rollups;
  private final Map<RollupId, LaneHeader> laneHeads = new HashMap<>();
  private final ChainHead genesis;
  private ChainHead head;
  private long sequence;
  private long arrival;

  TestChain(long seed, int rollupCount) {
    random = new SplittableRandom(seed);
    key = PrivateKey.fromSeed(Bytes.utf8("store-" + seed));
    rollups = IntStream.range(0, rollupCount).mapToObj(i -> RollupId.of("rollup-" + i)).toList();
    genesis =
        new ChainHead(
            0, START_MS, Sha256.hash(Bytes.utf8("genesis-" + seed)), hash("genesis-state"));
    head = genesis;
  }

  /// Numbers journal entries from here on.
  TestChain arrivingFrom(long first) {
    arrival = first;
    return this;
  }

  ChainHead genesis() {
    return genesis;
  }

  static StateChanges genesisState() {
    TreeMap<Bytes, Optional<Bytes>> state = new TreeMap<>();
    for (int i = 0; i < STATE_KEYS; i += 2) {
      state.put(stateKey(i), Optional.of(Bytes.utf8("genesis " + i)));
    }
    return new StateChanges(state);
  }

  static SortedMap<Bytes, Optional<Bytes>> genesisTree() {
    TreeMap<Bytes, Optional<Bytes>> tree = new TreeMap<>();
    tree.put(Bytes.EMPTY, Optional.of(Bytes.utf8("root page")));
    return tree;
  }

  List<RollupId> rollups() {
    return rollups;
  }

  /// A signed transaction with payloads of random bytes for a random rollup.
  VerifiedTransaction transaction(int... payloadBytes) {
    List<Payload> payloads = new ArrayList<>();
    for (int size : payloadBytes) {
      byte[] data = new byte[size];
      random.nextBytes(data);
      payloads.add(Payload.of(Bytes.wrap(data)));
    }
    return transaction(payloads);
  }

  VerifiedTransaction transaction(List<Payload> payloads) {
    RollupId rollup = rollups.get(random.nextInt(rollups.size()));
    return signed(List.of(new Action.Submit(rollup, payloads)));
  }

  VerifiedTransaction signed(List<Action> actions) {
    TransactionBody body =
        new TransactionBody(
            CHAIN_ID,
            key.address(),
            new Nonce(0, sequence++),
            1_000_000,
            0,
            ASSET,
            Amount.of(1000),
            Amount.ZERO,
            Optional.empty(),
            actions);
    Transaction signed = TransactionSigner.sign(body, SignatureScheme.EIP191, key);
    return VerifiedTransaction.verify(signed).orElseThrow();
  }

  List<VerifiedTransaction> transactions(int count, int payloadBytes) {
    List<VerifiedTransaction> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(transaction(payloadBytes));
    }
    return made;
  }

  /// Journal entries whose receipts share a signature.
  List<Journal.Entry> entries(List<VerifiedTransaction> transactions) {
    List<ReceiptLeaf> leaves =
        transactions.stream()
            .map(transaction -> new ReceiptLeaf(transaction.hash(), receivedMs(), 1_000_000))
            .toList();
    var receipts = ReceiptSigner.sign(key, leaves);
    List<Journal.Entry> entries = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      VerifiedTransaction transaction = transactions.get(i);
      entries.add(
          new Journal.Entry(
              transaction.hash(),
              arrival++,
              transaction.transaction().envelope(),
              receipts.get(i)));
    }
    return entries;
  }

  private long receivedMs() {
    return head.timeMs() + random.nextInt((int) INTERVAL_MS);
  }

  /// The next block.
  BlockCommit block(List<VerifiedTransaction> transactions) {
    long height = head.height() + 1;
    long timeMs = head.timeMs() + INTERVAL_MS;
    List<LaneBlockRecord> lanes = lanes(transactions, height, timeMs);
    Optional<AuctionRecord> auctions = auctions(height);
    List<Bytes> entries = new ArrayList<>();
    List<Bytes> laneHeaders = lanes.stream().map(lane -> lane.laneBlock().header()).toList();
    Preamble preamble =
        new Preamble(
            MerkleTree.root(laneHeaders),
            lanes.size(),
            transactions.size(),
            auctions.map(record -> new AuctionCommitment(record.hash(), List.of())));
    entries.add(preamble.encode());
    transactions.forEach(transaction -> entries.add(transaction.transaction().envelope()));
    List<Hash32> leaves =
        entries.stream().map(entry -> MerkleTree.leafHash(Sha256.hash(entry).bytes())).toList();
    BlockHeader header =
        new BlockHeader(
            CHAIN_ID,
            height,
            timeMs,
            head.blockHash(),
            MerkleTree.rootOfLeafHashes(leaves),
            head.appHash(),
            key.address());
    Hash32 appHash = hash("state " + height);
    Commit commit =
        new Commit(
            appHash,
            key.sign(
                CommitDigest.of(CHAIN_ID, height, header.hash(), preamble.lanesRoot(), appHash)));
    SignedAnchor anchor =
        new SignedAnchor(header.encode(), preamble.encode(), MerkleTree.prove(leaves, 0), commit);
    CommittedBlock block =
        new CommittedBlock(
            header,
            header.hash(),
            new BlockSeal.Solo(anchor),
            entries,
            included(transactions, lanes),
            lanes,
            appHash,
            Optional.empty(),
            auctions);
    head = block.head();
    return new BlockCommit(block, stateChanges(height), treeChanges(height));
  }

  /// Some in about every third block, on up to two rollups.
  private Optional<AuctionRecord> auctions(long height) {
    if (random.nextInt(3) != 0) {
      return Optional.empty();
    }
    List<Seller> sellers =
        rollups.stream()
            .skip(random.nextInt(rollups.size()))
            .limit(2)
            .map(
                rollup ->
                    new Seller(rollup, Amount.of(3), List.of(1L), Amount.of(4), Amount.of(height)))
            .toList();
    Offer won =
        new Offer(
            hash("bid " + height),
            0,
            IntStream.range(0, sellers.size()).boxed().toList(),
            Amount.of(9),
            0,
            0,
            List.of(),
            Optional.of(Amount.of(9)));
    Mechanism mechanism = new Mechanism(100, Pricing.FIRST, Sharing.EQUAL_SURPLUS, Refunds.NONE);
    return Optional.of(
        new AuctionRecord(
            height,
            List.of(
                new AssetAuctionRecord(
                    ASSET,
                    sellers,
                    List.of(new Bidder(key.address(), Optional.empty())),
                    List.of(mechanism),
                    List.of(won),
                    true,
                    1,
                    List.of())),
            List.of(new VoidedBid(hash("void " + height), "too-early", Amount.ZERO))));
  }

  private List<LaneBlockRecord> lanes(
      List<VerifiedTransaction> transactions, long height, long timeMs) {
    TreeMap<RollupId, List<LaneEntry>> byRollup = new TreeMap<>();
    for (VerifiedTransaction transaction : transactions) {
      laneEntries(transaction)
          .forEach(
              (rollup, entries) ->
                  byRollup.computeIfAbsent(rollup, _ -> new ArrayList<>()).addAll(entries));
    }
    List<LaneBlockRecord> lanes = new ArrayList<>();
    byRollup.forEach(
        (rollup, entries) -> {
          List<Bytes> encoded = entries.stream().map(LaneEntry::encode).toList();
          LaneHeader header = laneHeader(rollup, entries, encoded, height, timeMs);
          laneHeads.put(rollup, header);
          lanes.add(
              new LaneBlockRecord(
                  rollup, header, new LaneBlock(header.encode(), encoded), lanes.size()));
        });
    return lanes;
  }

  private LaneHeader laneHeader(
      RollupId rollup, List<LaneEntry> entries, List<Bytes> encoded, long height, long timeMs) {
    @Nullable LaneHeader parent = laneHeads.get(rollup);
    return new LaneHeader(
        rollup.hash(),
        parent == null ? 1 : parent.laneHeight() + 1,
        parent == null ? Hash32.ZERO : parent.hash(),
        height,
        timeMs,
        MerkleTree.root(encoded),
        entries.size(),
        entries.stream().mapToLong(entry -> entry.data().size()).sum());
  }

  private static List<IncludedTransaction> included(
      List<VerifiedTransaction> transactions, List<LaneBlockRecord> lanes) {
    Map<RollupId, Integer> counts = new HashMap<>();
    Map<RollupId, LaneHeader> headers = new HashMap<>();
    lanes.forEach(lane -> headers.put(lane.rollup(), lane.header()));
    List<IncludedTransaction> included = new ArrayList<>();
    for (VerifiedTransaction transaction : transactions) {
      List<LanePosition> positions = new ArrayList<>();
      laneEntries(transaction)
          .forEach(
              (rollup, entries) -> {
                int first = counts.merge(rollup, entries.size(), Integer::sum) - entries.size();
                long laneHeight = Objects.requireNonNull(headers.get(rollup)).laneHeight();
                positions.add(new LanePosition(rollup, laneHeight, first, entries.size()));
              });
      included.add(
          new IncludedTransaction(
              transaction, included.size(), Amount.of(10 + included.size()), ASSET, positions));
    }
    return included;
  }

  private static SortedMap<RollupId, List<LaneEntry>> laneEntries(VerifiedTransaction transaction) {
    TreeMap<RollupId, List<LaneEntry>> byRollup = new TreeMap<>();
    List<Action> actions = transaction.body().actions();
    for (int action = 0; action < actions.size(); action++) {
      List<Action.BundleEntry> parts =
          switch (actions.get(action)) {
            case Action.Submit(RollupId rollup, List<Payload> payloads) ->
                payloads.stream().map(one -> new Action.BundleEntry(rollup, one)).toList();
            case Action.Bundle(List<Action.BundleEntry> entries) -> entries;
            default -> List.of();
          };
      for (int i = 0; i < parts.size(); i++) {
        byRollup
            .computeIfAbsent(parts.get(i).rollup(), _ -> new ArrayList<>())
            .add(
                new LaneEntry(
                    transaction.hash(),
                    transaction.body().account(),
                    action,
                    i,
                    Hash32.ZERO,
                    parts.get(i).payload()));
      }
    }
    return byRollup;
  }

  private StateChanges stateChanges(long height) {
    TreeMap<Bytes, Optional<Bytes>> changes = new TreeMap<>();
    changes.put(Bytes.utf8("height"), Optional.of(Bytes.utf8(Long.toString(height))));
    for (int i = 0; i < 12; i++) {
      Bytes changed = stateKey(random.nextInt(STATE_KEYS));
      boolean isRemoved = random.nextInt(4) == 0;
      changes.put(
          changed, isRemoved ? Optional.empty() : Optional.of(Bytes.utf8(height + " value " + i)));
    }
    return new StateChanges(changes);
  }

  private SortedMap<Bytes, Optional<Bytes>> treeChanges(long height) {
    TreeMap<Bytes, Optional<Bytes>> changes = new TreeMap<>();
    changes.put(Bytes.EMPTY, Optional.of(Bytes.utf8("root page " + height)));
    for (int i = 0; i < 6; i++) {
      byte[] node = {(byte) random.nextInt(TREE_KEYS)};
      changes.put(
          Bytes.wrap(node),
          random.nextInt(5) == 0 ? Optional.empty() : Optional.of(Bytes.utf8("page " + height)));
    }
    return changes;
  }

  private static Bytes stateKey(int index) {
    return Bytes.utf8("account/" + index);
  }

  private static Hash32 hash(String text) {
    return Sha256.hash(Bytes.utf8(text));
  }
}
