package weft.chain.block;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import weft.ledger.rules.FullRoom;
import weft.primitives.Hash32;
import weft.protocol.transaction.VerifiedTransaction;

/// What may go into a block, best first, for a source that is told what does not get in, so that it
/// need not offer what cannot get in either.
public interface Candidates extends Iterator<VerifiedTransaction> {

  /// The place in the order of arrival of the candidate that was returned last: the lower, the
  /// earlier it came. No two are the same.
  long arrival();

  /// The candidate that was returned last is not in the block, so no later one of its channel can
  /// be.
  ///
  /// @param full what had no room for it, if that was the reason
  void notIncluded(Optional<FullRoom> full);

  /// The bids that wait for the next block and whose transactions all wait too, as [BidTurns] gives
  /// them places. Bids are not among the other candidates, nor is what is only for packages.
  ///
  /// @param max the most that are wanted
  default List<PendingBid> bids(int max) {
    return List.of();
  }

  /// The same for the block after the next one, as far as the next one may make their transactions
  /// executable. For whoever votes for the next block, and says what could follow it.
  default List<PendingBid> bidsAfterNext(int max) {
    return bids(max);
  }

  /// A bid that waits, whether its transactions do or not; those that do are with it.
  default Optional<PendingBid> bid(Hash32 hash) {
    return Optional.empty();
  }

  /// Candidates that came, and are offered, one after the other, whatever becomes of those before.
  static Candidates of(Iterator<VerifiedTransaction> each) {
    return of(each, List.of());
  }

  /// The same beside bids, in the order in which they get places; those of which not all is there
  /// that they name are found by hash only.
  static Candidates of(Iterator<VerifiedTransaction> each, List<PendingBid> waiting) {
    return new Candidates() {
      private long returned;

      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public VerifiedTransaction next() {
        returned++;
        return each.next();
      }

      @Override
      public long arrival() {
        return returned;
      }

      @Override
      public void notIncluded(Optional<FullRoom> full) {}

      @Override
      public List<PendingBid> bids(int max) {
        return waiting.stream()
            .filter(one -> one.named().size() == one.blockBid().terms().transactions().size())
            .limit(max)
            .toList();
      }

      @Override
      public Optional<PendingBid> bid(Hash32 hash) {
        return waiting.stream().filter(one -> one.bid().hash().equals(hash)).findFirst();
      }
    };
  }
}
