package weft.examples.builder;

import java.util.List;
import java.util.Optional;

/// What a builder would do at the head of the next block: a function of what it sees.
@FunctionalInterface
public interface Strategy {

  /// The best that there is to do.
  ///
  /// @param markets what the builder sees of each, in its own order
  /// @return empty: nothing gains
  Optional<Plan> plan(List<Seen> markets);
}
