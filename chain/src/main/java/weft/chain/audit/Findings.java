package weft.chain.audit;

import java.util.ArrayList;
import java.util.List;

/// The deviations of one block, as they are found.
final class Findings {
  private final long height;
  private final List<Deviation> deviations = new ArrayList<>();

  Findings(long height) {
    this.height = height;
  }

  void add(String rule, String reason) {
    deviations.add(new Deviation(height, rule, reason));
  }

  /// Adds a deviation unless something holds.
  void require(boolean holds, String rule, String reason) {
    if (!holds) {
      add(rule, reason);
    }
  }

  List<Deviation> all() {
    return List.copyOf(deviations);
  }
}
