package weft.chain.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.chain.store.IncludedTransaction;
import weft.ledger.execution.BlockContext;
import weft.ledger.execution.BlockExecution;
import weft.ledger.execution.TransactionOutcome;
import weft.ledger.rules.FullRoom;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.VerifiedTransaction;

/// A block under way. Proposing and validating both go through here, so they cannot disagree about
/// what a list of transactions leads to.
///
/// Use: [#add] for each transaction, then [#lanes] once, then [#seal] once.
final class BlockDraft {
  private final BlockContext context;
  private final Optional<Bytes> votes;
  private final BlockExecution execution;
  private final List<VerifiedTransaction> transactions = new ArrayList<>();
  private final List<TransactionOutcome> outcomes = new ArrayList<>();

  /// @param votes a network's second entry
  BlockDraft(KeyValueView committed, BlockContext context, Optional<Bytes> votes) {
    this.context = context;
    this.votes = votes;
    this.execution = BlockExecution.begin(committed, context);
  }

  /// The chain's cap on preamble and transactions together.
  long maxBytes() {
    return execution.parameters().blockMaxBytes();
  }

  /// Executes a transaction after those that are in already.
  ///
  /// @return empty if it is in now; otherwise why it must not be, and nothing has changed
  Optional<Refusal> add(VerifiedTransaction transaction) {
    return switch (execution.execute(transaction)) {
      case Checked.Refused<TransactionOutcome>(Refusal refusal) -> Optional.of(refusal);
      case Checked.Ok<TransactionOutcome>(TransactionOutcome outcome) -> {
        transactions.add(transaction);
        outcomes.add(outcome);
        yield Optional.empty();
      }
    };
  }

  /// What had no room for the transaction that [#add] refused last; empty if it was refused for
  /// anything else.
  Optional<FullRoom> fullRoom() {
    return execution.fullRoom();
  }

  List<VerifiedTransaction> transactions() {
    return transactions;
  }

  /// The block's entries, with this preamble.
  List<Bytes> entries(Bytes preamble) {
    List<Bytes> entries = new ArrayList<>(transactions.size() + 2);
    entries.add(preamble);
    votes.ifPresent(entries::add);
    for (VerifiedTransaction transaction : transactions) {
      entries.add(transaction.transaction().envelope());
    }
    return entries;
  }

  /// SHA-256 of each of the entries; those of transactions are known already.
  List<Hash32> entryHashes(Bytes preamble) {
    List<Hash32> hashes = new ArrayList<>(transactions.size() + 2);
    hashes.add(Sha256.hash(preamble));
    votes.map(Sha256::hash).ifPresent(hashes::add);
    for (VerifiedTransaction transaction : transactions) {
      hashes.add(transaction.hash());
    }
    return hashes;
  }

  LaneAssembly lanes() {
    return LaneAssembly.of(context, execution.lanes(), transactions.size());
  }

  /// Ends the block and computes the state after it.
  ///
  /// @param nodes the tree of the state that the block was executed over
  /// @param parentAppHash that tree's root
  ExecutedBlock seal(
      LaneAssembly lanes,
      Preamble preamble,
      BlockCandidate candidate,
      EntryTree entryTree,
      NodeReader nodes,
      Hash32 parentAppHash) {
    StateChanges changes = end(lanes);
    TreeUpdate tree = StateTree.apply(nodes, parentAppHash, StateTrees.changes(changes));
    return new ExecutedBlock(
        candidate,
        context.timeMs(),
        entryTree.dataHash(),
        entryTree.preambleProof(),
        preamble,
        included(lanes),
        List.copyOf(lanes.lanes()),
        changes,
        StateTrees.writes(tree),
        tree.root(),
        execution.validatorUpdates());
  }

  StateChanges end(LaneAssembly lanes) {
    return execution.end(lanes.headers());
  }

  private List<IncludedTransaction> included(LaneAssembly lanes) {
    List<IncludedTransaction> included = new ArrayList<>(transactions.size());
    for (int i = 0; i < transactions.size(); i++) {
      TransactionOutcome outcome = outcomes.get(i);
      included.add(
          new IncludedTransaction(
              transactions.get(i), i, outcome.fee(), outcome.feeAsset(), lanes.positions(i)));
    }
    return List.copyOf(included);
  }
}
