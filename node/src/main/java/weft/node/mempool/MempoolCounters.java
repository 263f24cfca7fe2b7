package weft.node.mempool;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.protocol.refusal.RefusalCode;

/// What a mempool has done since it started.
///
/// @param accepted receipts given, without those given again
/// @param duplicates submissions of a transaction that was already here
/// @param recoveries signatures recovered
/// @param batches disk syncs for new transactions
/// @param included transactions of this pool that came into a block
/// @param refusals submissions refused, by code; codes that never occurred are left out
/// @param ends transactions that left the pool after their receipt without being included, by code
public record MempoolCounters(
    long accepted,
    long duplicates,
    long recoveries,
    long batches,
    long included,
    SortedMap<RefusalCode, Long> refusals,
    SortedMap<RefusalCode, Long> ends) {

  public MempoolCounters {
    refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    ends = Collections.unmodifiableSortedMap(new TreeMap<>(ends));
  }
}
