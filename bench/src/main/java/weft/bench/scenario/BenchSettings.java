package weft.bench.scenario;

import java.nio.file.Path;
import java.util.function.Consumer;

/// How long and how large to measure.
///
/// @param seconds length of each measured load
/// @param laneMegabytes lanes that the follower and restart scenarios fill
/// @param accounts accounts of the restart scenario
/// @param folder for stores and signed files; emptied afterwards by the caller
/// @param progress gets one line per step
public record BenchSettings(
    int seconds, int laneMegabytes, int accounts, Path folder, Consumer<String> progress) {

  void say(String line) {
    progress.accept(line);
  }
}
