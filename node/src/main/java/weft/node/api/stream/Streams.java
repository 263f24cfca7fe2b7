package weft.node.api.stream;

import java.util.Optional;
import weft.node.api.ApiSettings;
import weft.node.api.NodeServices;
import weft.node.api.answer.AttestationAnswers.AttestedHeight;
import weft.node.api.answer.LaneAnswers;
import weft.node.api.answer.Steps;
import weft.node.feed.Feed;
import weft.node.mempool.StatusChange;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.orderflow.Hint;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore;

/// Opens what clients can follow. Whoever opens a source closes it.
public final class Streams {
  /// A reader holds what was read for it until it took all of it, so it reads little at once: one
  /// lane block, or several small ones.
  private static final int READ_BLOCKS = 64;

  private static final long READ_BYTES = 64 << 10;

  private final NodeServices services;
  private final LaneAnswers lanes;
  private final ApiSettings.Streams limits;
  private final RollupNames names = new RollupNames();

  public Streams(NodeServices services, ApiSettings.Streams limits) {
    this.services = services;
    this.lanes = new LaneAnswers(services);
    this.limits = limits;
  }

  /// Lane blocks from a lane height on. A lane height that is still to come is waited for.
  ///
  /// @param from 0 = the earliest that is kept
  public Checked<StreamSource<ProvenLaneBlock>> lane(RollupId rollup, long from) {
    return Steps.then(
        lanes.kept(rollup),
        kept -> {
          long start = from == 0 ? kept.earliest() : from;
          if (start < kept.earliest()) {
            return Checked.refused(LaneAnswers.notKept(rollup, start, kept));
          }
          NodeStore store = services.store();
          History<ProvenLaneBlock> history =
              new LaneHistory(store, rollup, READ_BLOCKS, READ_BYTES);
          return Checked.ok(new CursorReader<>(services.blocks(), history, start));
        });
  }

  /// Heads from a height on.
  ///
  /// @param from 0 = from the next block on
  public Checked<StreamSource<Head>> heads(long from) {
    NodeStore store = services.store();
    long start = from == 0 ? store.head().height() + 1 : from;
    HeadHistory history = new HeadHistory(store, names);
    Optional<Refusal> gone = history.gone(start);
    return gone.isPresent()
        ? Checked.refused(gone.get())
        : Checked.ok(new CursorReader<>(services.blocks(), history, start));
  }

  /// Who vouches for each height from one on, as soon as that is known.
  ///
  /// @param from 0 = from the next block on
  public Checked<StreamSource<AttestedHeight>> attestations(long from) {
    NodeStore store = services.store();
    long start = from == 0 ? store.head().height() + 1 : from;
    AttestationHistory history = new AttestationHistory(store);
    Optional<Refusal> gone = history.gone(start);
    return gone.isPresent()
        ? Checked.refused(gone.get())
        : Checked.ok(new CursorReader<>(services.blocks(), history, start));
  }

  /// What the auctions of blocks came to, from a height on.
  ///
  /// @param from 0 = from the next block on
  /// @param rollup only blocks with bids on it
  public Checked<StreamSource<AuctionRecord>> auctions(long from, Optional<RollupId> rollup) {
    return rollup.isPresent()
        ? Steps.then(lanes.kept(rollup.get()), _ -> openAuctions(from, rollup))
        : openAuctions(from, rollup);
  }

  private Checked<StreamSource<AuctionRecord>> openAuctions(long from, Optional<RollupId> rollup) {
    NodeStore store = services.store();
    long start = from == 0 ? store.head().height() + 1 : from;
    AuctionHistory history = new AuctionHistory(store, rollup);
    Optional<Refusal> gone = history.gone(start);
    return gone.isPresent()
        ? Checked.refused(gone.get())
        : Checked.ok(new CursorReader<>(services.blocks(), history, start));
  }

  /// What is told of the transactions that are kept back now, then of each that comes.
  public Checked<StreamSource<Hint>> hints() {
    Feed.Reader<Hint> live = services.hints().newHints().open(_ -> true, limits.feedCapacity());
    return Checked.ok(new HintReader(live, services.hints().hints()));
  }

  /// A transaction's present status, then every change up to its final one.
  public Checked<StreamSource<TransactionStatus>> transaction(Hash32 hash) {
    Feed.Reader<StatusChange> changes =
        services
            .statusChanges()
            .open(change -> change.status().transactionHash().equals(hash), limits.feedCapacity());
    Optional<TransactionStatus> present = services.statuses().status(hash);
    if (present.isEmpty()) {
      changes.close();
      return Checked.refused(
          Refusal.of(
              RefusalCode.TRANSACTION_NOT_FOUND,
              "transaction_hash",
              "",
              "this node knows no transaction " + hash));
    }
    return Checked.ok(new StatusReader(changes, present, true));
  }

  /// Every change of an account's transactions from now on.
  public Checked<StreamSource<TransactionStatus>> account(Address account) {
    return following(
        services
            .statusChanges()
            .open(change -> change.status().account().equals(account), limits.feedCapacity()));
  }

  /// Every change of transactions with payloads for a rollup, from now on.
  public Checked<StreamSource<TransactionStatus>> rollup(RollupId rollup) {
    return Steps.then(
        lanes.kept(rollup),
        _ ->
            following(
                services
                    .statusChanges()
                    .open(change -> change.rollups().contains(rollup), limits.feedCapacity())));
  }

  private static Checked<StreamSource<TransactionStatus>> following(
      Feed.Reader<StatusChange> changes) {
    return Checked.ok(new StatusReader(changes, Optional.empty(), false));
  }
}
