package weft.rollup.lane;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.LaneRange;
import weft.rollup.client.LaneSource;

/// Fetches the next range while the reader works on the one before. Ranges grow from small to full
/// size, so that the first lane block is soon there and a long history soon read.
final class RangePrefetcher implements AutoCloseable {
  private static final long FIRST_RANGE_BYTES = 256 << 10;

  private final LaneSource source;
  private final RollupId rollup;
  private final long maxRangeBytes;
  private long rangeBytes;
  private FutureTask<Checked<LaneRange>> fetching;

  RangePrefetcher(LaneSource source, RollupId rollup, long maxRangeBytes, long fromLaneHeight) {
    this.source = source;
    this.rollup = rollup;
    this.maxRangeBytes = maxRangeBytes;
    this.rangeBytes = Math.min(FIRST_RANGE_BYTES, maxRangeBytes);
    this.fetching = fetch(fromLaneHeight);
  }

  /// The range that was being fetched; empty if it needs longer than the wait. Where the node has
  /// more, the next range is already on its way when this returns.
  ///
  /// @throws RuntimeException what the source threw
  Optional<Checked<LaneRange>> take(long expectedFrom, long waitMs) throws InterruptedException {
    Checked<LaneRange> answer;
    try {
      answer = fetching.get(waitMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw unwrap(e.getCause());
    } catch (CancellationException e) {
      return Optional.empty();
    }
    if (answer instanceof Checked.Ok<LaneRange>(LaneRange range) && hasMore(range, expectedFrom)) {
      fetching = fetch(expectedFrom + range.laneBlocks().size());
    }
    return Optional.of(answer);
  }

  private static boolean hasMore(LaneRange range, long from) {
    int count = range.laneBlocks().size();
    return count > 0 && from + count <= range.latest();
  }

  @Override
  public void close() {
    fetching.cancel(true);
  }

  private FutureTask<Checked<LaneRange>> fetch(long from) {
    long bytes = rangeBytes;
    rangeBytes = Math.min(maxRangeBytes, 2 * rangeBytes);
    FutureTask<Checked<LaneRange>> task =
        new FutureTask<>(() -> source.range(rollup, from, 0, bytes));
    Thread.ofVirtual().name("weft-lane-fetch-" + rollup).start(task);
    return task;
  }

  private static RuntimeException unwrap(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException fault) {
      return fault;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a lane source must only throw unchecked", cause);
  }
}
