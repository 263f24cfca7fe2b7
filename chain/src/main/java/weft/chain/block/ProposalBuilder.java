package weft.chain.block;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.ledger.rules.FullRoom;
import weft.primitives.Address;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// Fills a draft from candidates until the block is full, the candidates end, or too many of them
/// did not get in.
///
/// A candidate that only lacks room, or whose channel has one that waits, is left behind and stays
/// a candidate for a later block; any other refusal drops it.
final class ProposalBuilder {
  /// No signed transaction is smaller; with less room than this there is nothing to look for.
  static final int MIN_TRANSACTION_BYTES = 100;

  /// How many candidates too large for the rest of the block are passed over in search of smaller
  /// ones.
  static final int MAX_TOO_LARGE = 64;

  /// How many candidates may fail to get in for any reason. A source that listens to what had no
  /// room offers little more of it than gets in, so this bounds the work for what is refused.
  static final int MAX_NOT_INCLUDED = 10_000;

  private final BlockDraft draft;
  private final long maxBytes;
  private final Candidates candidates;
  private final List<Proposal.Dropped> dropped = new ArrayList<>();
  private final Set<Channel> waiting = new LinkedHashSet<>();
  private long bytes = Preamble.SIZE;
  private int tooLarge;
  private int notIncluded;

  private record Channel(Address account, long number) {}

  ProposalBuilder(BlockDraft draft, long maxBytes, Candidates candidates) {
    this.draft = draft;
    this.maxBytes = Math.min(maxBytes, draft.maxBytes());
    this.candidates = candidates;
  }

  void fill() {
    while (hasRoom() && candidates.hasNext()) {
      consider(candidates.next());
    }
  }

  List<Proposal.Dropped> dropped() {
    return dropped;
  }

  /// Whether candidates wait that may get into the next block.
  boolean leftBehind() {
    return !draft.transactions().isEmpty() && (!waiting.isEmpty() || candidates.hasNext());
  }

  private boolean hasRoom() {
    return maxBytes - bytes >= MIN_TRANSACTION_BYTES
        && tooLarge < MAX_TOO_LARGE
        && notIncluded < MAX_NOT_INCLUDED;
  }

  private void consider(VerifiedTransaction candidate) {
    TransactionBody body = candidate.body();
    Channel channel = new Channel(body.account(), body.nonce().channel());
    int size = candidate.transaction().size();
    if (waiting.contains(channel)) {
      notIncluded(Optional.empty());
    } else if (size > maxBytes - bytes) {
      tooLarge++;
      waiting.add(channel);
      notIncluded(Optional.empty());
    } else {
      draft
          .add(candidate)
          .ifPresentOrElse(refusal -> refuse(candidate, channel, refusal), () -> bytes += size);
    }
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
  private static boolean mayFitLater(Refusal refusal) {
    return switch (refusal.code()) {
      case BLOCK_FULL, NONCE_TOO_FAR -> true;
      default -> false;
    };
  }
}
