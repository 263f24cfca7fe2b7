package weft.chain.block;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.ledger.market.AuctionWinner;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.VerifiedTransaction;

/// Puts the transactions of somebody's candidate into a draft: first its bids, by rising hash, then
/// its auctions are held, then all others. Rules EXEC-24 to EXEC-26 of
/// docs/protocol/blocks-execution.md.
final class CandidateFilling {
  private final BlockDraft draft;
  private final BlockFrame frame;
  private final Bytes preamble;
  private final SortedSet<Hash32> bids = new TreeSet<>();
  private boolean isPastBids;

  /// @param preamble the candidate's, as its proposer wrote it
  CandidateFilling(BlockDraft draft, BlockFrame frame, Bytes preamble) {
    this.draft = draft;
    this.frame = frame;
    this.preamble = preamble;
  }

  /// Adds the next transaction.
  ///
  /// @return the rule that it breaks
  Optional<Validation.Rejected> add(int entry, VerifiedTransaction transaction) {
    Optional<Refusal> refusal;
    if (transaction.body().bid().isPresent()) {
      if (isPastBids || (!bids.isEmpty() && bids.last().compareTo(transaction.hash()) >= 0)) {
        return Optional.of(
            BlockRule.BIDS_FIRST.violated(
                "entry " + entry + ": bids come before all else, by rising hash"));
      }
      bids.add(transaction.hash());
      refusal = draft.addBid(transaction);
    } else {
      Optional<Validation.Rejected> broken = endBids();
      if (broken.isPresent()) {
        return broken;
      }
      refusal = draft.add(transaction);
    }
    return refusal.map(
        reason -> BlockRule.TRANSACTION_EXECUTABLE.violated("entry " + entry + ": " + reason));
  }

  /// Ends the transactions.
  ///
  /// @return the rule that they break together
  Optional<Validation.Rejected> end() {
    Optional<Validation.Rejected> broken = endBids();
    return broken.isPresent() ? broken : draft.undelivered().map(CandidateFilling::torn);
  }

  private static Validation.Rejected torn(AuctionWinner winner) {
    return BlockRule.WINNERS_DELIVERED.violated(
        "bid "
            + winner.bid().hash()
            + " wins, but the block lacks a transaction that it names, or they are for other"
            + " rollups or ask for other refunds");
  }

  private Optional<Validation.Rejected> endBids() {
    if (isPastBids) {
      return Optional.empty();
    }
    isPastBids = true;
    List<Hash32> missing = missing();
    SortedSet<Hash32> left = new TreeSet<>(frame.attestedBids());
    left.removeAll(bids);
    if (!left.isEmpty()) {
      return Optional.of(
          BlockRule.ATTESTED_BIDS.violated("the block lacks attested bid " + left.first()));
    }
    Optional<Hash32> excuse =
        missing.stream()
            .filter(bid -> !bids.contains(bid) || !frame.attestedBids().contains(bid))
            .findFirst();
    if (excuse.isPresent()) {
      return Optional.of(
          BlockRule.ATTESTED_BIDS.violated(
              "the transactions of " + excuse.get() + " may be missing only if it is attested"));
    }
    draft.holdAuctions(missing);
    return Optional.empty();
  }

  /// Which bids the proposer says lack their transactions; none where the preamble is no preamble,
  /// which its comparison with the recomputed one finds.
  private List<Hash32> missing() {
    try {
      return Preamble.decode(preamble).missing();
    } catch (MalformedException e) {
      return List.of();
    }
  }
}
