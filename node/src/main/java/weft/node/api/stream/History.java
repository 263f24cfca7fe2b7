package weft.node.api.stream;

import java.util.List;
import java.util.Optional;
import weft.chain.store.CommittedBlock;
import weft.protocol.refusal.Refusal;

/// A gapless, growing list in the store, read by cursor.
interface History<T> {

  /// What is there from a cursor on, in order, within the limits of one read.
  List<T> from(long cursor);

  /// The cursor behind what was read last.
  ///
  /// @param found what [#from] gave at the cursor
  default long after(long cursor, List<T> found) {
    return cursor + found.size();
  }

  /// Why there can never be anything at a cursor again, if so.
  Optional<Refusal> gone(long cursor);

  /// Whether a new block may have made the list longer.
  boolean grewBy(CommittedBlock block);
}
