package weft.cli.testnet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import weft.cli.testnet.NodeProcess.Part;

/// What is done to which nodes, and when: drawn from a seed, so that a schedule can be repeated.
///
/// @param nodes to whom, ascending
/// @param part of what is killed
/// @param gapMs after the one before was over
/// @param downMs how long what is killed stays down
/// @param isWhole whether the engine's blocks are lost with a disk, or only the store
record Disturbance(
    Perturbation kind, List<Integer> nodes, Part part, long gapMs, long downMs, boolean isWhole) {
  private static final long LEAST_GAP_MS = 1_000;
  private static final long MOST_GAP_MS = 4_000;
  private static final long MOST_DOWN_MS = 3_000;

  Disturbance {
    nodes = List.copyOf(nodes);
  }

  /// The next one of a kind.
  ///
  /// @param size of the network
  /// @param most nodes at once, from 1 on
  /// @param mostDisks nodes at once that lose their disk, from 1 on
  static Disturbance draw(
      SplittableRandom random, Perturbation kind, int size, int most, int mostDisks) {
    int count = 1 + random.nextInt(kind == Perturbation.DISK ? Math.min(most, mostDisks) : most);
    List<Integer> left = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      left.add(node);
    }
    Collections.shuffle(left, random);
    List<Integer> chosen = new ArrayList<>(left.subList(0, count));
    Collections.sort(chosen);
    Part[] parts = Part.values();
    return new Disturbance(
        kind,
        chosen,
        parts[random.nextInt(parts.length)],
        random.nextLong(LEAST_GAP_MS, MOST_GAP_MS),
        random.nextLong(MOST_DOWN_MS),
        random.nextBoolean());
  }
}
