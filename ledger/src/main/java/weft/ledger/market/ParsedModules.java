package weft.ledger.market;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import weft.ledger.state.StateReader;
import weft.market.wasm.KnownModules;
import weft.market.wasm.MarketModule;
import weft.market.wasm.Registration;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Modules that blocks have used, read once: that takes up to 60 ms, which no block should pay
/// again. What an id means never changes, so what is kept here changes no outcome. Not for use by
/// several threads at once.
public final class ParsedModules {
  /// As many as a chain has by default.
  private static final int MAX_KEPT = 256;

  private final SequencedMap<Hash32, MarketModule> kept = new LinkedHashMap<>();

  /// The modules of a state.
  KnownModules in(StateReader state) {
    return id ->
        Optional.ofNullable(kept.get(id)).or(() -> state.moduleCode(id).flatMap(this::read));
  }

  /// Reads a module from its bytes; empty if they are none.
  public static Optional<MarketModule> parse(Bytes code) {
    return MarketModule.register(code) instanceof Registration.Accepted(MarketModule module)
        ? Optional.of(module)
        : Optional.empty();
  }

  private Optional<MarketModule> read(Bytes code) {
    Optional<MarketModule> module = parse(code);
    module.ifPresent(this::keep);
    return module;
  }

  private void keep(MarketModule module) {
    if (kept.size() >= MAX_KEPT) {
      kept.pollFirstEntry();
    }
    kept.put(module.id(), module);
  }
}
