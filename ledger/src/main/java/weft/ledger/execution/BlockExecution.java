package weft.ledger.execution;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import weft.ledger.fee.Earnings;
import weft.ledger.fee.FeeSplit;
import weft.ledger.fee.FeeSplit.LanePart;
import weft.ledger.fee.PoolSplit;
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
import weft.protocol.lane.LaneHeader;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Executes the transactions of one block over a committed state, without changing it.
///
/// Use: [#begin], then [#execute] for each transaction in block order, then [#lanes], then [#end]
/// once. Several executions may run over the same committed state. Not for use by several threads
/// at once.
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
  private Optional<FullRoom> fullRoom = Optional.empty();
  private List<ValidatorUpdate> validatorUpdates = List.of();
  private int transactionCount;
  private boolean isEnded;

  private BlockExecution(StateOverlay overlay, StateWriter state, BlockContext context) {
    this.context = context;
    this.overlay = overlay;
    this.state = state;
    terms = new BlockTerms(overlay, context.height());
    split = new FeeSplit(terms.parameters(), proposer(), terms.chain().validatorsPool());
    settlement = new Settlement(terms, usage, Settlement.Sequences.NEXT, state);
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
    StateOverlay overlay = new StateOverlay(committed);
    StateWriter state = new StateWriter(overlay);
    DueChanges.apply(state, context.height());
    if (state.reader().isNetwork()) {
      Conduct.apply(state, context.height(), context.lastVotes(), context.misbehaviors());
    }
    overlay.keep();
    return new BlockExecution(overlay, state, context);
  }

  public Parameters parameters() {
    return terms.parameters();
  }

  /// Executes one transaction: all of it, or nothing and the reason. A transaction that is refused
  /// must not be in the block. `BLOCK_FULL` says that it may fit the next block as it is.
  public Checked<TransactionOutcome> execute(VerifiedTransaction transaction) {
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
    transactionCount++;
    return new TransactionOutcome(plan.fee().total(), plan.fee().feeAsset());
  }

  /// The lanes that got payloads, ascending by rollup id.
  public List<LaneIntake> lanes() {
    List<LaneIntake> intakes = new ArrayList<>(collector.count());
    for (LaneCollector.Lane lane : collector.lanes()) {
      LaneTerms laneTerms = lane.terms();
      LaneHead head = new LaneHead(laneTerms.head().laneHeight(), laneTerms.head().laneHash());
      intakes.add(
          new LaneIntake(laneTerms.rollup(), laneTerms.terms().policy(), head, lane.units()));
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
