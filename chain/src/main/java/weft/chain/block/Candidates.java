package weft.chain.block;

import java.util.Iterator;
import java.util.Optional;
import weft.ledger.rules.FullRoom;
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

  /// Candidates that came, and are offered, one after the other, whatever becomes of those before.
  static Candidates of(Iterator<VerifiedTransaction> each) {
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
    };
  }
}
