package weft.node.mempool;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import weft.protocol.refusal.RefusalCode;

/// Counts what happens, from any thread.
final class Counters {
  final LongAdder accepted = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder recoveries = new LongAdder();
  final LongAdder batches = new LongAdder();
  final LongAdder included = new LongAdder();
  private final Map<RefusalCode, LongAdder> refusals = adders();
  private final Map<RefusalCode, LongAdder> ends = adders();

  void refused(RefusalCode code) {
    increment(refusals, code);
  }

  void ended(RefusalCode code) {
    increment(ends, code);
  }

  MempoolCounters snapshot() {
    return new MempoolCounters(
        accepted.sum(),
        duplicates.sum(),
        recoveries.sum(),
        batches.sum(),
        included.sum(),
        nonZero(refusals),
        nonZero(ends));
  }

  /// One adder per code, never changed afterwards, so that threads may share the map.
  private static Map<RefusalCode, LongAdder> adders() {
    Map<RefusalCode, LongAdder> adders = new EnumMap<>(RefusalCode.class);
    for (RefusalCode code : RefusalCode.values()) {
      adders.put(code, new LongAdder());
    }
    return adders;
  }

  private static void increment(Map<RefusalCode, LongAdder> counts, RefusalCode code) {
    LongAdder adder = counts.get(code);
    if (adder != null) {
      adder.increment();
    }
  }

  private static SortedMap<RefusalCode, Long> nonZero(Map<RefusalCode, LongAdder> counts) {
    SortedMap<RefusalCode, Long> byCode = new TreeMap<>();
    counts.forEach(
        (code, adder) -> {
          if (adder.sum() > 0) {
            byCode.put(code, adder.sum());
          }
        });
    return byCode;
  }
}
