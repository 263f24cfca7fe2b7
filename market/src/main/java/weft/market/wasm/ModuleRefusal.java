package weft.market.wasm;

/// Why a module cannot be registered.
///
/// @param field the part of the module
/// @param message one sentence with the limit
/// @param nextStep what to do about it
public record ModuleRefusal(String field, String message, String nextStep) {
  /// The stable code of all of them; the field tells which part.
  public static final String CODE = "module-refused";

  static ModuleRefusal of(String field, String message) {
    return new ModuleRefusal(
        field, message, "Change the module; docs/protocol/market.md lists what it may use.");
  }
}
