package weft.bench.scenario;

import java.nio.file.Path;
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

  void say(String line) {
    progress.accept(line);
  }
}
