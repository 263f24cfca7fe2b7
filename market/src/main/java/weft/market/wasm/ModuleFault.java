package weft.market.wasm;

/// Why a run of a module does not count, and the declared rule is used instead. Each is the same on
/// every machine.
public enum ModuleFault {
  /// It executed as many instructions as it may.
  OUT_OF_FUEL("out-of-fuel"),
  /// It called too deep.
  CALLS_TOO_DEEP("calls-too-deep"),
  /// It left too many values on its stack.
  STACK_TOO_HIGH("stack-too-high"),
  /// It trapped: unreachable, a division by zero, an address outside of memory, a wrong call.
  TRAPPED("trapped"),
  /// It named an address where the input or the result does not fit.
  ADDRESS("address"),
  /// The auction has more bids or rollups than a module may see, or is worth more than 2^128-1.
  INPUT_TOO_LARGE("input-too-large"),
  /// Its shares do not sum to what is to be shared.
  WRONG_SUM("wrong-sum"),
  /// It gives a rollup less than is guaranteed.
  BELOW_FLOOR("below-floor"),
  /// It selects bids that cannot win together, or that are not there.
  NOT_TOGETHER("not-together");

  private final String id;

  ModuleFault(String id) {
    this.id = id;
  }

  /// The stable code under which it is recorded.
  public String id() {
    return id;
  }
}
