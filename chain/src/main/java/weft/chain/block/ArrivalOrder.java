package weft.chain.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.chain.ordering.Channel;
import weft.protocol.transaction.VerifiedTransaction;

/// Transactions in the order in which they arrived, except that none comes before an earlier one of
/// its channel: who sends a later sequence first has arrived when the earlier one has.
final class ArrivalOrder {
  private final List<Arrived> all = new ArrayList<>();
  private final Map<Channel, Long> newest = new LinkedHashMap<>();
  private long latest = Long.MIN_VALUE;
  private boolean kept = true;

  private record Arrived(VerifiedTransaction transaction, long arrival) {}

  /// Adds one, after the earlier sequences of its channel.
  void add(VerifiedTransaction transaction, long arrival) {
    long effective = newest.merge(Channel.of(transaction), arrival, Math::max);
    kept &= latest <= effective;
    latest = effective;
    all.add(new Arrived(transaction, effective));
  }

  /// Whether they were added in this order.
  boolean isKept() {
    return kept;
  }

  List<VerifiedTransaction> ordered() {
    return all.stream()
        .sorted(Comparator.comparingLong(Arrived::arrival))
        .map(Arrived::transaction)
        .toList();
  }
}
