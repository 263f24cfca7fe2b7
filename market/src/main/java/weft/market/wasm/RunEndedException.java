package weft.market.wasm;

/// Ends a run from within the interpreter, which knows no other way; it never leaves [ModuleRun].
final class RunEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ModuleFault fault;

  RunEndedException(ModuleFault fault) {
    super(fault.id(), null, false, false);
    this.fault = fault;
  }

  ModuleFault fault() {
    return fault;
  }
}
