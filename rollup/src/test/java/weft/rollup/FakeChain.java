package weft.rollup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.BlockGen;
import weft.protocol.StateGen;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.BundleRoot;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneTip;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.Receipt;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.receipt.ReceiptSigner;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.rollup.client.Trust;

/// A sequencer for tests: orders transactions by nonce, makes signed or attested blocks when told
/// to, and knows neither balances nor fees.
public final class FakeChain {
  public static final long CHAIN_ID = 7;
  public static final AssetId ASSET = new AssetId("weft");

  private static final RollupId FILLER = RollupId.of("filler");
  private static final long BLOCK_MS = 100;

  private final PrivateKey validator = PrivateKey.fromSeed(Bytes.utf8("validator"));
  private final PrivateKey node = PrivateKey.fromSeed(Bytes.utf8("node"));
  private final BlockGen gen = new BlockGen(CHAIN_ID, validator);
  private final Map<RollupId, List<ProvenLaneBlock>> lanes = new LinkedHashMap<>();
  private final Map<Hash32, TransactionStatus> statuses = new LinkedHashMap<>();
  private final Map<Hash32, Receipt> receipts = new LinkedHashMap<>();
  private final Map<Channel, ChannelState> channels = new LinkedHashMap<>();
  private final List<Consumer<TransactionStatus>> followers = new ArrayList<>();
  private final Optional<FakeNetwork> network;
  private Function<Transaction, Optional<Refusal>> gate = _ -> Optional.empty();
  private final StateGen state = new StateGen();
  private long height;
  private long skippedMs;

  private record Channel(Address account, long id) {}

  private static final class ChannelState {
    long next;
    final NavigableMap<Long, Transaction> pending = new TreeMap<>();
  }

  /// A chain with one validator.
  public FakeChain() {
    this.network = Optional.empty();
  }

  /// A chain of a network, which attests its blocks.
  public FakeChain(FakeNetwork network) {
    this.network = Optional.of(network);
  }

  /// The one validator, where there is one.
  public TrustedValidator trusted() {
    return gen.trusted();
  }

  /// Whom to believe: the one validator, or a network's from its first block on.
  public Trust trust() {
    return network.map(FakeNetwork::trust).orElseGet(() -> Trust.of(trusted()));
  }

  public Optional<FakeNetwork> network() {
    return network;
  }

  public PrivateKey node() {
    return node;
  }

  public PrivateKey validator() {
    return validator;
  }

  public synchronized long height() {
    return height;
  }

  /// Refuses transactions before anything else is checked.
  public synchronized void gate(Function<Transaction, Optional<Refusal>> refusing) {
    gate = refusing;
  }

  /// Takes a transaction or refuses it.
  public synchronized Checked<Receipt> submit(Bytes envelope) {
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Refused<Transaction> refused -> Checked.refused(refused.refusal());
      case Checked.Ok<Transaction>(Transaction transaction) -> take(transaction);
    };
  }

  private Checked<Receipt> take(Transaction transaction) {
    Receipt known = receipts.get(transaction.hash());
    if (known != null && !status(transaction.hash()).orElseThrow().state().isFinal()) {
      return Checked.ok(known);
    }
    Optional<Refusal> refusal = gate.apply(transaction).or(() -> flaw(transaction));
    if (refusal.isPresent()) {
      return Checked.refused(refusal.get());
    }
    Receipt receipt =
        ReceiptSigner.sign(
                node,
                List.of(
                    new ReceiptLeaf(transaction.hash(), timeMs(), transaction.body().lastHeight())))
            .getFirst();
    receipts.put(transaction.hash(), receipt);
    channel(transaction).pending.put(transaction.body().nonce().sequence(), transaction);
    become(transaction, new TransactionStatus.Pending(OptionalLong.empty()));
    return Checked.ok(receipt);
  }

  private Optional<Refusal> flaw(Transaction transaction) {
    ChannelState channel = channel(transaction);
    long sequence = transaction.body().nonce().sequence();
    if (sequence < channel.next) {
      return refusal(RefusalCode.NONCE_USED, "body.sequence");
    }
    if (channel.pending.containsKey(sequence)) {
      return refusal(RefusalCode.REPLACEMENT_FEE_TOO_LOW, "body.max_fee");
    }
    return transaction.body().lastHeight() <= height
        ? refusal(RefusalCode.EXPIRED, "body.last_height")
        : Optional.empty();
  }

  public static Optional<Refusal> refusal(RefusalCode code, String field) {
    return Optional.of(Refusal.of(code, field, "", "refused by a test"));
  }

  /// Makes a block of all that can be included, and drops what has expired.
  public synchronized void produce() {
    height++;
    Map<RollupId, List<LaneEntry>> entries = new LinkedHashMap<>();
    List<Transaction> included = new ArrayList<>();
    for (ChannelState channel : channels.values()) {
      expire(channel);
      while (channel.pending.containsKey(channel.next)) {
        included.add(channel.pending.remove(channel.next));
        channel.next++;
      }
    }
    List<List<LanePosition>> positions =
        included.stream().map(transaction -> place(transaction, entries)).toList();
    block(entries);
    for (int i = 0; i < included.size(); i++) {
      Transaction transaction = included.get(i);
      become(
          transaction,
          new TransactionStatus.Soft(height, timeMs(), i, positions.get(i), Amount.of(1), ASSET));
    }
  }

  /// Makes a block with one lane block, past all transactions.
  public synchronized void append(RollupId rollup, List<LaneEntry> entries) {
    height++;
    block(Map.of(rollup, entries));
  }

  /// Lets time pass before the next block.
  public synchronized void skipTime(long ms) {
    skippedMs += ms;
  }

  private void expire(ChannelState channel) {
    for (Transaction transaction : List.copyOf(channel.pending.values())) {
      if (transaction.body().lastHeight() < height) {
        channel.pending.remove(transaction.body().nonce().sequence());
        become(transaction, new TransactionStatus.Expired("its last height has passed"));
      }
    }
  }

  private List<LanePosition> place(
      Transaction transaction, Map<RollupId, List<LaneEntry>> entries) {
    List<LanePosition> positions = new ArrayList<>();
    List<Action> actions = transaction.body().actions();
    for (int i = 0; i < actions.size(); i++) {
      List<Action.BundleEntry> placed =
          switch (actions.get(i)) {
            case Action.Submit(var rollup, var payloads) ->
                payloads.stream().map(one -> new Action.BundleEntry(rollup, one)).toList();
            case Action.Bundle(var bundle) -> bundle;
            default -> List.of();
          };
      boolean isBundle = actions.get(i) instanceof Action.Bundle;
      for (int j = 0; j < placed.size(); j++) {
        RollupId rollup = placed.get(j).rollup();
        List<LaneEntry> lane = entries.computeIfAbsent(rollup, _ -> new ArrayList<>());
        positions.add(new LanePosition(rollup, laneHeight(rollup) + 1, lane.size(), 1));
        lane.add(
            new LaneEntry(
                transaction.hash(),
                transaction.body().account(),
                i,
                j,
                isBundle ? BundleRoot.of(placed) : Hash32.ZERO,
                placed.get(j).payload()));
      }
    }
    return positions;
  }

  /// A lane of no interest stands beside, so that proofs have a path.
  private void block(Map<RollupId, List<LaneEntry>> entries) {
    List<BlockGen.Lane> all = new ArrayList<>();
    entries.forEach((rollup, lane) -> all.add(new BlockGen.Lane(rollup, last(rollup), lane)));
    LaneEntry filler =
        new LaneEntry(
            Hash32.ZERO,
            Address.ZERO,
            0,
            0,
            Hash32.ZERO,
            weft.protocol.transaction.Payload.of(Bytes.utf8("filler")));
    all.add(new BlockGen.Lane(FILLER, last(FILLER), List.of(filler)));
    all.forEach(this::enterTip);
    BlockGen.Block block =
        gen.block(height, timeMs(), Hash32.ZERO, state.root(), all, List.of(Hash32.ZERO));
    Optional<BlockAnchor> anchor = network.map(attesting -> attesting.attest(block));
    for (BlockGen.Lane lane : all) {
      ProvenLaneBlock proven = block.proven(lane.rollup());
      lanes
          .computeIfAbsent(lane.rollup(), _ -> new ArrayList<>())
          .add(anchor.map(attested -> FakeNetwork.with(proven, attested)).orElse(proven));
    }
    notifyAll();
  }

  private void enterTip(BlockGen.Lane lane) {
    LaneHeader header = BlockGen.header(lane, height, timeMs());
    state.put(
        LaneTip.key(lane.rollup()),
        new ByteWriter().u64(header.laneHeight()).hash(header.hash()).u64(height).toBytes());
  }

  /// A key of the state after the newest block, with its proof; empty where nobody vouches for that
  /// block.
  public synchronized Optional<StateProof> prove(Bytes key) {
    return network
        .flatMap(attesting -> attesting.anchor(height))
        .map(
            anchor ->
                new StateProof(
                    anchor, key, Optional.ofNullable(state.get(key)), state.prove(key).toIcs23()));
  }

  private Optional<LaneHeader> last(RollupId rollup) {
    List<ProvenLaneBlock> lane = lanes.getOrDefault(rollup, List.of());
    return lane.isEmpty()
        ? Optional.empty()
        : Optional.of(LaneHeader.decode(lane.getLast().laneBlock().header()));
  }

  public synchronized long laneHeight(RollupId rollup) {
    return lanes.getOrDefault(rollup, List.of()).size();
  }

  /// Lane blocks from a lane height on, without the newest block's while it may still be attested.
  synchronized List<ProvenLaneBlock> served(RollupId rollup, long from) {
    return laneBlocks(rollup, from).stream()
        .filter(
            one ->
                !(one.proof().anchor() instanceof UnattestedAnchor)
                    || LaneHeader.decode(one.laneBlock().header()).blockHeight() < height)
        .toList();
  }

  /// Lane blocks from a lane height on.
  public synchronized List<ProvenLaneBlock> laneBlocks(RollupId rollup, long from) {
    List<ProvenLaneBlock> lane = lanes.getOrDefault(rollup, List.of());
    return from > lane.size() ? List.of() : List.copyOf(lane.subList((int) from - 1, lane.size()));
  }

  /// The header of a lane block.
  public synchronized LaneHeader header(RollupId rollup, long laneHeight) {
    return LaneHeader.decode(laneBlocks(rollup, laneHeight).getFirst().laneBlock().header());
  }

  /// Waits until a lane has a lane height, or for a while.
  synchronized void awaitLaneHeight(RollupId rollup, long laneHeight, long waitMs)
      throws InterruptedException {
    long deadlineNs = System.nanoTime() + waitMs * 1_000_000;
    while (laneHeight(rollup) < laneHeight && System.nanoTime() < deadlineNs) {
      wait(waitMs);
    }
  }

  public synchronized Optional<TransactionStatus> status(Hash32 hash) {
    return Optional.ofNullable(statuses.get(hash));
  }

  public synchronized Optional<Receipt> receipt(Hash32 hash) {
    return status(hash).map(_ -> receipts.get(hash));
  }

  synchronized void follow(Consumer<TransactionStatus> follower) {
    followers.add(follower);
  }

  /// Forgets a pending transaction without a word, as a node that loses its memory would.
  public synchronized void forget(Hash32 hash) {
    statuses.remove(hash);
    receipts.remove(hash);
    channels
        .values()
        .forEach(channel -> channel.pending.values().removeIf(one -> one.hash().equals(hash)));
  }

  /// Drops a pending transaction, with a final status.
  public synchronized void evict(Transaction transaction) {
    channel(transaction).pending.remove(transaction.body().nonce().sequence());
    become(transaction, new TransactionStatus.Refused(RefusalCode.EVICTED, "evicted by a test"));
  }

  /// The next sequence by committed state, and the first that is missing here.
  public synchronized long[] sequences(Address account, long channel) {
    ChannelState state = channels.getOrDefault(new Channel(account, channel), new ChannelState());
    long missing = state.next;
    while (state.pending.containsKey(missing)) {
      missing++;
    }
    return new long[] {state.next, missing};
  }

  synchronized List<Long> channelsOf(Address account) {
    return channels.keySet().stream()
        .filter(channel -> channel.account().equals(account))
        .map(Channel::id)
        .toList();
  }

  private ChannelState channel(Transaction transaction) {
    Channel channel =
        new Channel(transaction.body().account(), transaction.body().nonce().channel());
    return channels.computeIfAbsent(channel, _ -> new ChannelState());
  }

  private void become(Transaction transaction, TransactionStatus.Progress progress) {
    TransactionStatus status =
        new TransactionStatus(
            transaction.hash(),
            transaction.body().account(),
            transaction.body().nonce(),
            timeMs(),
            progress);
    statuses.put(transaction.hash(), status);
    followers.forEach(follower -> follower.accept(status));
  }

  private long timeMs() {
    return 1_700_000_000_000L + height * BLOCK_MS + skippedMs;
  }
}
