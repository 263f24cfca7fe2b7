package weft.cli.market;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import weft.cli.CliException;

/// What a run has started, and stops in reverse.
public final class RunningParts implements AutoCloseable {
  private final String nextStep;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// @param nextStep what to do where a part does not stop in order
  public RunningParts(String nextStep) {
    this.nextStep = nextStep;
  }

  public <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /// Stops everything, the latest first, whatever goes wrong.
  ///
  /// @throws CliException the first thing that went wrong
  @Override
  public void close() {
    Optional<CliException> problem = Optional.empty();
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        String what = part.getClass().getSimpleName() + " did not stop in order: ";
        problem =
            problem.or(
                () -> Optional.of(new CliException("failed", what + e.getMessage(), nextStep)));
      }
    }
    if (problem.isPresent()) {
      throw problem.get();
    }
  }
}
