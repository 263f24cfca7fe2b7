package weft.protocol.mechanism;

import java.util.Optional;
import weft.primitives.Hash32;

/// WebAssembly modules that stand in for rules of a mechanism. Where an answer of theirs does not
/// count, the mechanism's own rules hold.
///
/// @param selection the id of the module that selects winners; empty for the built-in rule
/// @param sharing the id of the module that shares; empty for the mechanism's rule
/// @param fuel instructions that each run of a module may execute, 1 to [#MAX_FUEL]
public record Modules(Optional<Hash32> selection, Optional<Hash32> sharing, long fuel) {
  /// The most that a mechanism may allow: 100 to 300 ms of one core.
  public static final long MAX_FUEL = 10_000_000;

  /// The longest module, with its custom sections.
  public static final int MAX_BYTES = 65_536;

  public Modules {
    if (selection.isEmpty() && sharing.isEmpty()) {
      throw new IllegalArgumentException("modules have at least one module");
    }
    if (selection.filter(Hash32.ZERO::equals).isPresent()
        || sharing.filter(Hash32.ZERO::equals).isPresent()) {
      throw new IllegalArgumentException("no module has the id zero");
    }
    if (fuel < 1 || fuel > MAX_FUEL) {
      throw new IllegalArgumentException("fuel is 1 to " + MAX_FUEL + ", got " + fuel);
    }
  }
}
