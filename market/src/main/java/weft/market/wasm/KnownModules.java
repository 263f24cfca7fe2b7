package weft.market.wasm;

import java.util.Optional;
import weft.primitives.Hash32;

/// Where an auction finds the modules that its mechanisms name. An id is the hash of a module's
/// bytes, so whoever answers at all answers the same.
@FunctionalInterface
public interface KnownModules {
  /// Knows none.
  KnownModules NONE = _ -> Optional.empty();

  /// The module with an id; empty if it is not known.
  Optional<MarketModule> find(Hash32 id);
}
