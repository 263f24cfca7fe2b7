package weft.market.wasm;

/// What comes of a module that somebody wants to register.
public sealed interface Registration {
  /// It may run.
  record Accepted(MarketModule module) implements Registration {}

  /// It may not.
  record Refused(ModuleRefusal refusal) implements Registration {}
}
