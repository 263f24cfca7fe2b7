package weft.cli;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.protocol.refusal.Refusal;
import weft.rollup.client.Incoming;
import weft.rollup.client.Subscription;

/// When a command that follows something stops: with Ctrl-C, and `--for` and `--count` if given.
public final class FollowOption {
  /// Between looks at whether to stop.
  public static final long WAIT_MS = 200;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 500ms, 30s or 5m. Default: until Ctrl-C.")
  private @Nullable Long forMs;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Stop after so many. Default: no limit.")
  private @Nullable Long count;

  /// How long one run follows.
  ///
  /// @param deadlineNs as of `System.nanoTime`; null: none
  public record Length(StopSignal stop, @Nullable Long deadlineNs, @Nullable Long count) {
    /// Whether to go on.
    ///
    /// @param seen how many there were
    public boolean isOn(long seen) {
      return !stop.isRequested()
          && (deadlineNs == null || System.nanoTime() - deadlineNs < 0)
          && (count == null || seen < count);
    }
  }

  /// The time runs from now on.
  public Length begin(StopSignal stop) {
    return new Length(
        stop,
        forMs == null ? null : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs),
        count);
  }

  /// Shows what comes until it is time to stop.
  ///
  /// @return how many were shown
  /// @throws CliException if the stream ends before
  public <T> long each(StopSignal stop, Subscription<T> stream, Consumer<T> show)
      throws InterruptedException {
    Length length = begin(stop);
    long seen = 0;
    while (length.isOn(seen)) {
      switch (stream.next(WAIT_MS)) {
        case Incoming.Nothing<T> _ -> {}
        case Incoming.Ended<T>(String reason, Optional<Refusal> refusal) ->
            throw refusal
                .map(CliException::of)
                .orElseGet(
                    () ->
                        new CliException(
                            "failed", "the stream ended: " + reason, "Follow it again."));
        case Incoming.Item<T>(T item) -> {
          show.accept(item);
          seen++;
        }
      }
    }
    return seen;
  }
}
