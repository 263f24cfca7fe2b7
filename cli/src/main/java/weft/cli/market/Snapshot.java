package weft.cli.market;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import weft.protocol.status.TransactionState;

/// One moment of the markets and their chain: all that the live view shows of them.
///
/// @param forMs how long it shall run; empty: until stopped
/// @param intervalMs mean time between the latest blocks
/// @param baseFeePerByte of the next block, smallest units of the asset
/// @param softLatency of the last seconds
/// @param waiting receipts whose transaction is not final yet
/// @param recent the latest transactions, newest first
public record Snapshot(
    String chainName,
    String http,
    String grpc,
    long elapsedMs,
    OptionalLong forMs,
    long height,
    long intervalMs,
    double transactionsPerSecond,
    double bytesPerSecond,
    String asset,
    String baseFeePerByte,
    Latency softLatency,
    long receipts,
    long refused,
    long waiting,
    int mempoolTransactions,
    long mempoolBytes,
    List<Lane> lanes,
    AuctionTotals auctions,
    List<Recent> recent) {
  public Snapshot {
    lanes = List.copyOf(lanes);
    recent = List.copyOf(recent);
  }

  /// From receipt to soft as the client saw it, in milliseconds.
  public record Latency(long p50, long p90, long p99) {}

  /// One rollup.
  ///
  /// @param laneHeight the last lane block that it verified and executed
  /// @param payloads verified since the start
  /// @param skipped of these, how many the rollup found without effect
  /// @param feePerByte its own base fee, on top of the chain's, smallest units
  /// @param price of the first token in the second; empty before there is a pool
  /// @param state in one word, such as `live`
  public record Lane(
      String rollup,
      long laneHeight,
      long payloads,
      long skipped,
      String feePerByte,
      OptionalDouble price,
      String state) {}

  /// A transaction and where it stands.
  ///
  /// @param latencyMs from receipt to the final state; empty while there is none
  public record Recent(String hash, TransactionState state, String what, OptionalLong latencyMs) {}

  /// How far apart the highest and the lowest price are, in percent of the lowest; empty with fewer
  /// than two prices.
  public OptionalDouble gapPercent() {
    double[] prices =
        lanes.stream()
            .filter(lane -> lane.price().isPresent())
            .mapToDouble(lane -> lane.price().getAsDouble())
            .sorted()
            .toArray();
    return prices.length < 2 || prices[0] <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((prices[prices.length - 1] / prices[0] - 1) * 100);
  }
}
