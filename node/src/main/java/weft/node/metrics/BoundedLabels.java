package weft.node.metrics;

import java.util.HashSet;
import java.util.Set;

/// Keeps the number of values of a label bounded: the first ones stand for themselves, all later
/// ones share one name.
final class BoundedLabels {
  static final String OTHER = "other";

  private final int max;
  private final Set<String> known = new HashSet<>();

  BoundedLabels(int max) {
    this.max = max;
  }

  synchronized String label(String value) {
    if (known.contains(value)) {
      return value;
    }
    if (known.size() >= max) {
      return OTHER;
    }
    known.add(value);
    return value;
  }
}
