package weft.chain.block;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import weft.ledger.market.AuctionWinner;
import weft.primitives.Hash32;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.transaction.VerifiedTransaction;

/// What one validator has against a block that calls a bid's transactions missing: they wait here,
/// and could be executed behind the block's bids and what its winners name.
///
/// What else the block holds excuses nothing, since a proposer chooses it freely. What winners name
/// does: an honest proposer could not have served both.
final class BidObjection {
  private final Supplier<BlockDraft> emptyDraft;
  private final List<VerifiedTransaction> transactions;
  private final List<Hash32> missing;

  private BidObjection(
      Supplier<BlockDraft> emptyDraft,
      List<VerifiedTransaction> transactions,
      List<Hash32> missing) {
    this.emptyDraft = emptyDraft;
    this.transactions = transactions;
    this.missing = missing;
  }

  /// @param emptyDraft makes a draft of the block without any transaction
  static Optional<Validation.Rejected> of(
      Supplier<BlockDraft> emptyDraft, ExecutedBlock block, Candidates candidates) {
    List<Hash32> missing = block.preamble().missing();
    BidObjection objection =
        new BidObjection(
            emptyDraft,
            block.transactions().stream().map(one -> one.transaction()).toList(),
            missing);
    return missing.stream()
        .filter(hash -> candidates.bid(hash).filter(objection::couldServe).isPresent())
        .findFirst()
        .map(
            hash ->
                BlockRule.ATTESTED_BIDS.violated(
                    "the transactions of bid " + hash + " wait here, they are not missing"));
  }

  private boolean couldServe(PendingBid bid) {
    if (!bid.isWhole()) {
      return false;
    }
    BlockDraft draft = emptyDraft.get();
    long left = draft.maxBytes() - Preamble.SIZE - AuctionCommitment.size(missing.size());
    for (VerifiedTransaction transaction : transactions) {
      if (transaction.body().bid().isPresent()) {
        left -= transaction.transaction().size();
        draft.addBid(transaction);
      }
    }
    draft.holdAuctions(missing);
    SortedSet<Hash32> sold = new TreeSet<>();
    for (AuctionWinner winner : draft.winners()) {
      sold.addAll(winner.bid().terms().transactions());
    }
    for (VerifiedTransaction transaction : transactions) {
      if (sold.contains(transaction.hash())) {
        left -= transaction.transaction().size();
        draft.add(transaction);
      }
    }
    List<VerifiedTransaction> others =
        bid.named().stream().filter(one -> !sold.contains(one.hash())).toList();
    long bytes = others.stream().mapToLong(one -> one.transaction().size()).sum();
    return bytes <= left && draft.couldSell(others);
  }
}
