package weft.bench.network;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What came of a load.
///
/// @param seconds measured, without the warm-up
/// @param blocks seen in that time
/// @param softMicros from when a transaction was due to when its sender knew it in a block; empty
///   unless the load was paced
/// @param offered transactions sent in that time, refused ones included
/// @param refused what the nodes said, and how often
record Measured(
    double seconds,
    List<Blocks.Block> blocks,
    Histogram softMicros,
    double offered,
    Map<String, Long> refused,
    ProcessorTime processor) {

  long transactions() {
    return blocks.stream().mapToLong(Blocks.Block::transactions).sum();
  }

  double perSecond() {
    return transactions() / seconds;
  }

  double megabytesPerSecond() {
    return blocks.stream().mapToLong(Blocks.Block::payloadBytes).sum() / seconds / 1e6;
  }

  double largestMegabytes() {
    return blocks.stream().mapToLong(Blocks.Block::payloadBytes).max().orElse(0) / 1e6;
  }

  /// Of fewer than two blocks in the time there is no interval but that it is longer.
  double intervalMs(double percentile) {
    if (blocks.size() < 2) {
      return seconds * 1e3;
    }
    return Blocks.intervalsMicros(blocks).getValueAtPercentile(percentile) / 1e3;
  }

  double softMs(double percentile) {
    return softMicros.getValueAtPercentile(percentile) / 1e3;
  }
}
