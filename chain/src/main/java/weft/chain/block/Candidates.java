package weft.chain.block;

import java.util.Iterator;
import java.util.Optional;
import weft.ledger.rules.FullRoom;
import weft.protocol.transaction.VerifiedTransaction;

/// What may go into a block, best first, for a source that is told what does not get in, so that it
/// need not offer what cannot get in either.
public interface Candidates extends Iterator<VerifiedTransaction> {

  /// The candidate that was returned last is not in the block, so no later one of its channel can
  /// be.
  ///
  /// @param full what had no room for it, if that was the reason
  void notIncluded(Optional<FullRoom> full);

  /// Candidates that are offered one after the other, whatever becomes of those before.
  static Candidates of(Iterator<VerifiedTransaction> each) {
    return new Candidates() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public VerifiedTransaction next() {
        return each.next();
      }

      @Override
      public void notIncluded(Optional<FullRoom> full) {}
    };
  }
}
