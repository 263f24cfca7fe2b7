package weft.protocol.orderflow;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A client's wish that the node keep a transaction back from blocks and peers until a bid names
/// it, and what may be told of it meanwhile. It is no part of the transaction: nothing but trust
/// binds the node to it.
///
/// @param forMs how long it is kept back at most, from the time of its receipt on
/// @param thenPublic whether it is then like any other; otherwise it expires
/// @param hints what may be told beside its hash
/// @param given what its sender tells of it besides
public record Hold(long forMs, boolean thenPublic, SortedSet<HintKind> hints, GivenHints given) {
  public Hold {
    hints = Collections.unmodifiableSortedSet(new TreeSet<>(hints));
  }

  /// One whose sender tells nothing by itself.
  public static Hold of(long forMs, boolean thenPublic, SortedSet<HintKind> hints) {
    return new Hold(forMs, thenPublic, hints, GivenHints.NONE);
  }
}
