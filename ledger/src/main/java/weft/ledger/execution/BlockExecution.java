package weft.ledger.execution;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import weft.ledger.fee.Earnings;
import weft.ledger.fee.FeeSplit;
import weft.ledger.fee.FeeSplit.LanePart;
import weft.ledger.fee.PoolSplit;
import weft.ledger.market.AuctionWinner;
import weft.ledger.market.Escrows;
import weft.ledger.market.OrderFlowTerms;
import weft.ledger.market.ParsedModules;
import weft.ledger.parameter.Parameters;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.BlockUsage;
import weft.ledger.rules.DueChanges;
import weft.ledger.rules.FullRoom;
import weft.ledger.rules.LaneTerms;
import weft.ledger.rules.LaneUse;
import weft.ledger.rules.Settlement;
import weft.ledger.rules.TransactionPlan;
import weft.ledger.rules.TransactionRules;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateChanges;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateWriter;
import weft.ledger.validator.Conduct;
import weft.ledger.validator.SetSelection;
import weft.ledger.validator.ValidatorUpdate;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Release;
import weft.protocol.lane.LaneHeader;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// Executes the transactions of one block over a committed state, without changing it.
///
/// Use: [#begin], then [#takeBid] for each bid by rising hash and [#holdAuctions] once, then
/// [#execute] for each other transaction in block order, then [#undelivered] and [#lanes], then
/// [#end] once. Several executions may run over the same committed state. Not for use by several
/// threads at once.
public final class BlockExecution {
  private final BlockContext context;
  private final StateOverlay overlay;
  private final StateWriter state;
  private final BlockTerms terms;
  private final FeeSplit split;
  private final Settlement settlement;
  private final BlockUsage usage = new BlockUsage();
  private final Earnings earnings = new Earnings();
  private final LaneCollector collector = new LaneCollector();
  private final BidIntake bids;
  private final SortedMap<Hash32, TransactionBody> delivered = new TreeMap<>();
  private final List<Release> releases = new ArrayList<>();
  private Optional<FullRoom> fullRoom = Optional.empty();
  private List<ValidatorUpdate> validatorUpdates = List.of();
  private int transactionCount;
  private boolean isEnded;

  private BlockExecution(
      StateOverlay overlay, StateWriter state, BlockContext context, ParsedModules modules) {
    this.context = context;
    this.overlay = overlay;
    this.state = state;
    terms = new BlockTerms(overlay, context.height());
    split = new FeeSplit(terms.parameters(), proposer(), terms.chain().validatorsPool());
    settlement = new Settlement(terms, usage, Settlement.Sequences.NEXT, state);
    bids = new BidIntake(terms, state, split, modules);
  }

  /// Who earns what is the proposer's.
  private Address proposer() {
    return terms.chain().isNetwork()
        ? state
            .reader()
            .operatorOf(context.proposer())
            .orElseThrow(
                () -> new IllegalArgumentException("no validator proposes: " + context.proposer()))
        : context.proposer();
  }

  /// Starts a block: applies what was announced for this height, and on a network what the block
  /// says about how validators did their work.
  ///
  /// @throws IllegalArgumentException if the proposer of a network's block is no validator
  public static BlockExecution begin(KeyValueView committed, BlockContext context) {
    return begin(committed, context, new ParsedModules());
  }

  /// The same with modules that other blocks have used.
  public static BlockExecution begin(
      KeyValueView committed, BlockContext context, ParsedModules modules) {
    StateOverlay overlay = new StateOverlay(committed);
    StateWriter state = new StateWriter(overlay);
    DueChanges.apply(state, context.height());
    if (state.reader().isNetwork()) {
      Conduct.apply(state, context.height(), context.lastVotes(), context.misbehaviors());
    }
    BlockExecution execution = new BlockExecution(overlay, state, context, modules);
    execution.releases.addAll(Escrows.divideDue(state, context.height(), execution.earnings));
    overlay.keep();
    return execution;
  }

  public Parameters parameters() {
    return terms.parameters();
  }

  /// The most bids that the block takes.
  public long maxBids() {
    return bids.max();
  }

  /// Takes a bid into the block.
  ///
  /// @return why it must not be in the block; then nothing has changed
  public Optional<Refusal> takeBid(VerifiedTransaction bid) {
    requireNotEnded();
    return bids.take(bid);
  }

  /// Lets the bids pay and holds the auctions. After all bids, before the first other transaction.
  ///
  /// @param missing hashes of bids whose transactions no block can have, as the block says
  /// @param outcomes gets one for each bid, in the order in which they were taken
  /// @return empty if the block has no bids
  public Optional<AuctionRecord> holdAuctions(
      SortedSet<Hash32> missing, List<TransactionOutcome> outcomes) {
    requireNotEnded();
    if (transactionCount > 0) {
      throw new IllegalStateException("bids come before all other transactions");
    }
    Optional<AuctionRecord> record = bids.hold(missing, usage, earnings, outcomes);
    record.ifPresent(held -> releases.addAll(held.releases()));
    transactionCount = outcomes.size();
    overlay.keep();
    return record;
  }

  /// What the block pays out of escrows so far, in the order in which it does.
  public List<Release> releases() {
    return List.copyOf(releases);
  }

  /// The winning bids, ascending by hash.
  public List<AuctionWinner> winners() {
    return bids.winners();
  }

  /// The first winning bid whose transactions are not all executed, or not what it says of them:
  /// then the block is not valid.
  public Optional<AuctionWinner> undelivered() {
    return bids.winners().stream().filter(winner -> !isDelivered(winner)).findFirst();
  }

  private boolean isDelivered(AuctionWinner winner) {
    List<TransactionBody> named = new ArrayList<>();
    for (Hash32 hash : winner.bid().terms().transactions()) {
      TransactionBody body = delivered.get(hash);
      if (body == null) {
        return false;
      }
      named.add(body);
    }
    return OrderFlowTerms.fit(winner.bid().terms(), named);
  }

  /// Executes one transaction that is no bid: all of it, or nothing and the reason. A transaction
  /// that is refused must not be in the block. `BLOCK_FULL` says that it may fit the next block as
  /// it is.
  public Checked<TransactionOutcome> execute(VerifiedTransaction transaction) {
    requireNotEnded();
    fullRoom = Optional.empty();
    if (transaction.body().isOnlyInPackage() && !bids.isSold(transaction.hash())) {
      return Checked.refused(
          Refusal.of(
              RefusalCode.NOT_IN_PACKAGE,
              "body.actions",
              "",
              "no winning bid of the block names the transaction"));
    }
    return executeAsSold(transaction);
  }

  /// Executes a transaction as if a winning bid named it: what could be in this block if the
  /// auctions had come out otherwise.
  public Checked<TransactionOutcome> executeAsSold(VerifiedTransaction transaction) {
    requireNotEnded();
    fullRoom = Optional.empty();
    Checked<TransactionPlan> planned =
        TransactionRules.plan(
            terms, transaction.body(), transaction.transaction().size(), context.timeMs());
    return switch (planned) {
      case Checked.Refused<TransactionPlan>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<TransactionPlan>(TransactionPlan plan) -> settle(transaction, plan);
    };
  }

  /// What had no room for the transaction that [#execute] refused last; empty if it was refused for
  /// anything else.
  public Optional<FullRoom> fullRoom() {
    return fullRoom;
  }

  private Checked<TransactionOutcome> settle(
      VerifiedTransaction transaction, TransactionPlan plan) {
    return switch (settlement.settle(plan)) {
      case Settlement.Refused(Refusal refusal, Optional<FullRoom> full) -> {
        overlay.undo();
        fullRoom = full;
        yield Checked.refused(refusal);
      }
      case Settlement.Settled _ -> {
        releases.addAll(Escrows.divideReported(state, transaction.body(), earnings));
        overlay.keep();
        yield Checked.ok(book(transaction, plan));
      }
    };
  }

  private TransactionOutcome book(VerifiedTransaction transaction, TransactionPlan plan) {
    usage.add(plan);
    List<LanePart> parts = new ArrayList<>(plan.lanes().size());
    for (LaneUse use : plan.lanes()) {
      parts.add(new LanePart(use.lane().terms().payee(), use.bytes(), use.laneFee(), use.gasFee()));
    }
    split.divide(plan.fee(), parts, earnings);
    collector.add(transaction, transactionCount, plan);
    if (bids.isSold(transaction.hash())) {
      delivered.put(transaction.hash(), transaction.body());
    }
    transactionCount++;
    return new TransactionOutcome(plan.fee().total(), plan.fee().feeAsset());
  }

  /// The lanes that got payloads, ascending by rollup id.
  public List<LaneIntake> lanes() {
    SortedMap<RollupId, List<Hash32>> sold = new TreeMap<>();
    for (AuctionWinner winner : bids.winners()) {
      List<Hash32> transactions = winner.bid().terms().transactions();
      winner.bid().terms().rollups().forEach(rollup -> sold.put(rollup, transactions));
    }
    List<LaneIntake> intakes = new ArrayList<>(collector.count());
    for (LaneCollector.Lane lane : collector.lanes()) {
      LaneTerms laneTerms = lane.terms();
      LaneHead head = new LaneHead(laneTerms.head().laneHeight(), laneTerms.head().laneHash());
      List<Hash32> first = sold.getOrDefault(laneTerms.rollup(), List.of());
      intakes.add(
          LaneIntake.of(laneTerms.rollup(), laneTerms.terms().policy(), head, first, lane.units()));
    }
    return intakes;
  }

  /// Ends the block: records lane heads, pays out fees, moves base fees and, on a network, the
  /// validator sets.
  ///
  /// @param laneHeaders one for each of [#lanes], in the same order
  /// @throws IllegalArgumentException if they are not the headers of these lanes
  public StateChanges end(List<LaneHeader> laneHeaders) {
    requireNotEnded();
    isEnded = true;
    endLanes(laneHeaders);
    if (terms.chain().isNetwork()) {
      PoolSplit.divide(state, earnings, terms.chain().validatorsPool());
    }
    earnings.credit(state);
    if (transactionCount > 0) {
      state.baseFee(terms.baseFeeAfter(usage.transactionBytes()));
    }
    if (terms.chain().isNetwork()) {
      validatorUpdates = SetSelection.move(state);
    }
    overlay.keep();
    return overlay.changes();
  }

  /// After [#end], what the engine must be told: how the set of two heights on differs from the one
  /// before it. Always empty where the chain has one validator.
  public List<ValidatorUpdate> validatorUpdates() {
    return validatorUpdates;
  }

  private void endLanes(List<LaneHeader> laneHeaders) {
    if (laneHeaders.size() != collector.count()) {
      throw new IllegalArgumentException(
          "expected " + collector.count() + " lane headers, got " + laneHeaders.size());
    }
    Iterator<LaneHeader> headers = laneHeaders.iterator();
    for (LaneCollector.Lane lane : collector.lanes()) {
      endLane(lane.terms(), headers.next());
    }
  }

  private void endLane(LaneTerms lane, LaneHeader header) {
    RollupId rollup = lane.rollup();
    if (!header.rollupId().equals(rollup.hash())
        || header.laneHeight() != lane.head().laneHeight() + 1) {
      throw new IllegalArgumentException(
          "not the next lane header of " + rollup + ": lane height " + header.laneHeight());
    }
    state.lane(rollup, lane.after(header.hash(), usage.ofLane(rollup)));
  }

  private void requireNotEnded() {
    if (isEnded) {
      throw new IllegalStateException("the block has ended");
    }
  }
}
