package weft.chain.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import weft.chain.store.IncludedTransaction;
import weft.ledger.execution.BlockContext;
import weft.ledger.execution.BlockExecution;
import weft.ledger.execution.TransactionOutcome;
import weft.ledger.market.AuctionWinner;
import weft.ledger.market.ParsedModules;
import weft.ledger.rules.FullRoom;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.VerifiedTransaction;

/// A block under way. Proposing and validating both go through here, so they cannot disagree about
/// what a list of transactions leads to.
///
/// Use: [#addBid] for each bid, [#holdAuctions] once, [#add] for each other transaction, then
/// [#lanes] once, then [#seal] once.
final class BlockDraft {
  private final BlockContext context;
  private final Optional<Bytes> votes;
  private final BlockExecution execution;
  private final List<VerifiedTransaction> transactions = new ArrayList<>();
  private final List<TransactionOutcome> outcomes = new ArrayList<>();
  private List<Hash32> missing = List.of();
  private Optional<AuctionRecord> auctions = Optional.empty();

  /// @param votes a network's second entry
  /// @param modules those that the chain's blocks have used
  BlockDraft(
      KeyValueView committed, BlockContext context, Optional<Bytes> votes, ParsedModules modules) {
    this.context = context;
    this.votes = votes;
    this.execution = BlockExecution.begin(committed, context, modules);
  }

  /// The chain's cap on preamble and transactions together.
  long maxBytes() {
    return execution.parameters().blockMaxBytes();
  }

  /// The most bids of a block.
  long maxBids() {
    return execution.maxBids();
  }

  /// Takes a bid, by rising hash.
  ///
  /// @return empty if it is in now; otherwise why it must not be, and nothing has changed
  Optional<Refusal> addBid(VerifiedTransaction bid) {
    Optional<Refusal> refusal = execution.takeBid(bid);
    if (refusal.isEmpty()) {
      transactions.add(bid);
    }
    return refusal;
  }

  /// Lets the bids pay and holds the auctions among them.
  ///
  /// @param missing hashes of bids whose transactions no block can have, ascending
  void holdAuctions(List<Hash32> missing) {
    this.missing = missing;
    auctions = execution.holdAuctions(new TreeSet<>(missing), outcomes);
  }

  /// The winning bids, ascending by hash.
  List<AuctionWinner> winners() {
    return execution.winners();
  }

  /// The first winning bid whose transactions are not all in the block, or are for other rollups
  /// than its package.
  Optional<AuctionWinner> undelivered() {
    return execution.undelivered();
  }

  /// Executes a transaction that is no bid after those that are in already.
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

  /// Whether these could be executed one after the other behind what is in already, if winning bids
  /// named them. The draft is of no other use afterwards.
  boolean couldSell(List<VerifiedTransaction> named) {
    return named.stream()
        .allMatch(one -> execution.executeAsSold(one) instanceof Checked.Ok<TransactionOutcome>);
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

  Preamble preamble(LaneAssembly lanes) {
    return lanes.preamble(record().map(record -> new AuctionCommitment(record.hash(), missing)));
  }

  /// What the preamble commits to: the block's auctions, and what it pays out that waited.
  private Optional<AuctionRecord> record() {
    return hasRecord()
        ? Optional.of(
            auctions
                .orElseGet(() -> new AuctionRecord(context.height(), List.of(), List.of()))
                .with(execution.releases()))
        : Optional.empty();
  }

  /// Whether the preamble commits to a record, as far as the block is filled.
  boolean hasRecord() {
    return auctions.isPresent() || !execution.releases().isEmpty();
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
        record(),
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
