package weft.bench.scenario;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// How long and how large to measure.
///
/// @param seconds length of each measured load
/// @param laneMegabytes lane that the follower scenario fills
/// @param accounts accounts on the chain of the follower scenario
/// @param profile whether throughput scenarios report where the node's time goes
/// @param folder for stores and signed files; emptied afterwards by the caller
/// @param progress gets one line per step
public record BenchSettings(
    int seconds,
    int laneMegabytes,
    int accounts,
    boolean profile,
    Path folder,
    Consumer<String> progress) {

  private static final int THROUGHPUT_SECONDS = 60;
  private static final int RESTART_LANE_MEGABYTES = 5_000;
  private static final int RESTART_ACCOUNTS = 1_000_000;

  /// What the aims of throughput miss in this run.
  public Optional<Shortfall> ofThroughput() {
    return seconds >= THROUGHPUT_SECONDS ? Optional.empty() : Optional.of(Shortfall.SHORTER_RUN);
  }

  /// What the aim of restarting misses in this run.
  public Optional<Shortfall> ofRestart() {
    return laneMegabytes >= RESTART_LANE_MEGABYTES && accounts >= RESTART_ACCOUNTS
        ? Optional.empty()
        : Optional.of(Shortfall.SMALLER_STORE);
  }

  /// The same but for the length.
  public BenchSettings withSeconds(int newSeconds) {
    return new BenchSettings(newSeconds, laneMegabytes, accounts, profile, folder, progress);
  }

  /// Tells the user what is being done.
  public void say(String line) {
    progress.accept(line);
  }
}
