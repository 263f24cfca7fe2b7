package weft.chain.block;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.chain.ordering.Channel;
import weft.ledger.rules.FullRoom;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.VerifiedTransaction;

/// Fills a draft with bids and what their winners name, then from candidates until the block is
/// full, the candidates end, or too many of them did not get in, and then puts what got in into the
/// order of arrival: what a transaction offers decides whether it gets in, not its place.
///
/// A candidate that only lacks room, or whose channel has one that waits, is left behind and stays
/// a candidate for a later block; any other refusal drops it.
final class ProposalBuilder {
  /// No signed transaction is smaller; with less room than this there is nothing to look for.
  static final int MIN_TRANSACTION_BYTES = 100;

  /// How many candidates too large for the rest of a block that is not empty are passed over in
  /// search of smaller ones.
  static final int MAX_TOO_LARGE = 64;

  /// How many candidates may fail to get in for any reason. A source that listens to what had no
  /// room offers little more of it than gets in, so this bounds the work for what is refused.
  static final int MAX_NOT_INCLUDED = 10_000;

  private final BidChoice bids;
  private final BlockDraft draft;
  private final BlockRoom room;
  private final Candidates candidates;
  private final List<Proposal.Dropped> dropped = new ArrayList<>();
  private final Set<Channel> waiting = new LinkedHashSet<>();
  private final ArrivalOrder arrivals = new ArrivalOrder();
  private boolean isRecordCounted;
  private int tooLarge;
  private int notIncluded;

  /// @param bids chosen already; what is in their draft stays there
  ProposalBuilder(BidChoice bids, Candidates candidates) {
    this.bids = bids;
    this.draft = bids.draft();
    this.room = bids.room();
    this.candidates = candidates;
    isRecordCounted = draft.hasRecord();
  }

  /// The draft with all that got in.
  BlockDraft fill() {
    while (hasRoom() && candidates.hasNext()) {
      consider(candidates.next());
    }
    return arrivals.isKept() ? draft : inOrderOfArrival();
  }

  /// What could be executed only after a later arrival, such as one that paid for it, waits for the
  /// next block.
  private BlockDraft inOrderOfArrival() {
    BlockDraft ordered = bids.draftAnew();
    for (VerifiedTransaction transaction : arrivals.ordered()) {
      if (ordered.add(transaction).isPresent()) {
        waiting.add(Channel.of(transaction));
      }
    }
    return ordered;
  }

  List<Proposal.Dropped> dropped() {
    List<Proposal.Dropped> all = new ArrayList<>(bids.dropped());
    all.addAll(dropped);
    return all;
  }

  /// Whether candidates wait that may get into the next block, now that there is room for them or
  /// fewer stand before them.
  boolean leftBehind() {
    boolean movedOn = !draft.transactions().isEmpty() || !dropped().isEmpty();
    return movedOn && (!waiting.isEmpty() || candidates.hasNext() || bids.leftBehind());
  }

  private boolean hasRoom() {
    return room.has(MIN_TRANSACTION_BYTES)
        && tooLarge < MAX_TOO_LARGE
        && notIncluded < MAX_NOT_INCLUDED;
  }

  private void consider(VerifiedTransaction candidate) {
    Channel channel = Channel.of(candidate);
    int size = candidate.transaction().size();
    int more = isRecordCounted || !reports(candidate) ? 0 : AuctionCommitment.size(0);
    boolean fitsNoBlock = size > draft.maxBytes() - Preamble.SIZE;
    if (bids.isIn(candidate.hash())) {
      return;
    }
    if (waiting.contains(channel)) {
      notIncluded(Optional.empty());
    } else if (!room.has(size + more) && !fitsNoBlock) {
      if (!draft.transactions().isEmpty()) {
        tooLarge++;
      }
      waiting.add(channel);
      notIncluded(Optional.empty());
    } else {
      draft
          .add(candidate)
          .ifPresentOrElse(
              refusal -> refuse(candidate, channel, refusal),
              () -> {
                room.take(size);
                room.takePreamble(more);
                isRecordCounted |= more > 0;
                arrivals.add(candidate, candidates.arrival());
              });
    }
  }

  /// Whether a block may have to say what it pays out for this transaction.
  private static boolean reports(VerifiedTransaction candidate) {
    return candidate.body().actions().stream().anyMatch(Action.ReportSignals.class::isInstance);
  }

  private void refuse(VerifiedTransaction candidate, Channel channel, Refusal refusal) {
    if (mayFitLater(refusal)) {
      waiting.add(channel);
    } else {
      dropped.add(new Proposal.Dropped(candidate.hash(), refusal));
    }
    notIncluded(draft.fullRoom());
  }

  private void notIncluded(Optional<FullRoom> full) {
    notIncluded++;
    candidates.notIncluded(full);
  }

  /// Lack of room passes with the block; a gap in the channel closes when the sequence before it
  /// gets in.
  static boolean mayFitLater(Refusal refusal) {
    return switch (refusal.code()) {
      case BLOCK_FULL, NONCE_TOO_FAR -> true;
      default -> false;
    };
  }
}
