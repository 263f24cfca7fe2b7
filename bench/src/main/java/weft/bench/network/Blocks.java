package weft.bench.network;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// The blocks of a network as one observer saw them, in their order.
final class Blocks {
  private final List<Block> seen = new ArrayList<>();

  /// @param timeMs the block's own, fractions included
  /// @param payloadBytes of all its transactions
  record Block(double timeMs, int transactions, long payloadBytes) {}

  synchronized void add(Block block) {
    seen.add(block);
  }

  synchronized int count() {
    return seen.size();
  }

  /// Those from the one with this index on, up to another.
  synchronized List<Block> range(int from, int to) {
    return List.copyOf(seen.subList(from, to));
  }

  /// Times between consecutive blocks, in microseconds.
  static Histogram intervalsMicros(List<Block> blocks) {
    Histogram intervals = new Histogram(600_000_000L, 3);
    for (int i = 1; i < blocks.size(); i++) {
      double ms = blocks.get(i).timeMs() - blocks.get(i - 1).timeMs();
      intervals.recordValue(Math.max(0, Math.round(ms * 1_000)));
    }
    return intervals;
  }
}
