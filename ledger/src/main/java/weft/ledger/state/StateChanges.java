package weft.ledger.state;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Bytes;

/// What a block changes in the state: a value to put, or empty to delete, by key in ascending
/// order.
public record StateChanges(SortedMap<Bytes, Optional<Bytes>> entries) {
  public StateChanges {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }
}
