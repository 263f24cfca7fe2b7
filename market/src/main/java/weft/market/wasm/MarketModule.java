package weft.market.wasm;

import java.util.List;
import java.util.Optional;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// A mechanism's part as a WebAssembly module that passed every check: integers only, no imports,
/// bounded. It has no state between runs. Layouts and limits: docs/protocol/market.md, source:
/// WebAssembly Core Specification 1.0.
public final class MarketModule {
  static final String MEMORY = "memory";
  static final String ALLOCATE = "allocate";
  static final String SHARE = "share";
  static final String SELECT = "select";

  private static final FunctionType ALLOCATE_TYPE =
      FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));
  private static final FunctionType RULE_TYPE =
      FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));

  private final Hash32 id;
  private final WasmModule module;
  private final MemoryLimits memory;
  private final boolean isSharing;
  private final boolean isSelection;

  private MarketModule(Hash32 id, WasmModule module, int pages) {
    this.id = id;
    this.module = module;
    this.memory = new MemoryLimits(pages, ModuleLimits.MAX_PAGES);
    this.isSharing = isFunction(module, SHARE, RULE_TYPE);
    this.isSelection = isFunction(module, SELECT, RULE_TYPE);
  }

  /// Checks a module.
  public static Registration register(Bytes bytes) {
    ModuleForm.Accepted form;
    WasmModule parsed;
    try {
      form = ModuleForm.require(bytes);
      parsed = Parser.parse(form.code().toArray());
    } catch (MalformedException e) {
      return refused(e.field(), String.valueOf(e.getMessage()));
    } catch (WasmEngineException e) {
      return refused("module", "is not valid: " + e.getMessage());
    }
    MarketModule module = new MarketModule(Sha256.hash(bytes), parsed, form.pages());
    return module
        .missing()
        .<Registration>map(what -> refused("export", "a module exports " + what))
        .orElseGet(() -> new Registration.Accepted(module));
  }

  private static Registration refused(String field, String message) {
    return new Registration.Refused(ModuleRefusal.of(field, message));
  }

  private Optional<String> missing() {
    if (export(module, MEMORY).filter(one -> one.exportType() == ExternalType.MEMORY).isEmpty()) {
      return Optional.of("its memory as \"" + MEMORY + "\"");
    }
    if (!isFunction(module, ALLOCATE, ALLOCATE_TYPE)) {
      return Optional.of("\"" + ALLOCATE + "\", a function (i32) -> i32");
    }
    return isSharing || isSelection
        ? Optional.empty()
        : Optional.of("\"" + SHARE + "\" or \"" + SELECT + "\", a function (i32, i32) -> i32");
  }

  private static boolean isFunction(WasmModule module, String name, FunctionType type) {
    return export(module, name)
        .filter(one -> one.exportType() == ExternalType.FUNCTION)
        .map(one -> module.functionSection().getFunctionType(one.index()))
        .map(index -> module.typeSection().getType(index))
        .filter(type::equals)
        .isPresent();
  }

  private static Optional<Export> export(WasmModule module, String name) {
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export one = module.exportSection().getExport(i);
      if (one.name().equals(name)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /// SHA-256 of the module's bytes.
  public Hash32 id() {
    return id;
  }

  /// Whether it shares what a package pays.
  public boolean isSharing() {
    return isSharing;
  }

  /// Whether it selects winning bids.
  public boolean isSelection() {
    return isSelection;
  }

  /// A fresh instance: memory, globals and table as the module declares them.
  Instance instance(FuelMeter meter) {
    return Instance.builder(module)
        .withMemoryLimits(memory)
        .withMemoryFactory(ByteArrayMemory::new)
        .withMachineFactory(MeteredMachine::new)
        .withUnsafeExecutionListener(meter)
        .build();
  }
}
