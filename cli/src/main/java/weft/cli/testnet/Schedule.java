package weft.cli.testnet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/// The disturbances of a network, one after the other, drawn from a seed. Each kind has its turn
/// before one comes again, so that a short run shows all of them.
final class Schedule {
  private final List<Perturbation> kinds;
  private final int size;
  private final int most;
  private final int mostDisks;
  private final SplittableRandom random;
  private final Deque<Perturbation> turn = new ArrayDeque<>();

  /// @param kinds at least one
  /// @param size of the network
  /// @param most nodes at once, from 1 on
  /// @param mostDisks nodes at once that lose their disk, from 1 on
  Schedule(List<Perturbation> kinds, int size, int most, int mostDisks, long seed) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw from");
    }
    this.kinds = List.copyOf(kinds);
    this.size = size;
    this.most = most;
    this.mostDisks = mostDisks;
    this.random = new SplittableRandom(seed);
  }

  Disturbance next() {
    if (turn.isEmpty()) {
      List<Perturbation> all = new ArrayList<>(kinds);
      Collections.shuffle(all, random);
      turn.addAll(all);
    }
    return Disturbance.draw(random, turn.removeFirst(), size, most, mostDisks);
  }
}
