package weft.chain.simulation;

import java.util.ArrayList;
import java.util.List;

/// What happened, in order. A seed gives the same lines every time.
final class Trace {
  private static final int SHOWN = 40;

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /// The newest lines, for the message of a failure.
  String tail() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
  }
}
