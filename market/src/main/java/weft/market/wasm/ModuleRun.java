package weft.market.wasm;

import java.util.Optional;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;
import weft.primitives.Bytes;

/// One run of a module: a function of module, input and fuel, on every machine.
///
/// @param result what it answered; empty if it came to no end
/// @param fuel instructions executed
/// @param fault why there is no result
record ModuleRun(Optional<Bytes> result, long fuel, Optional<ModuleFault> fault) {
  /// How long a result is whose first bytes say so.
  interface ResultSize {
    /// @param first the word at the result's address
    int bytes(int first);
  }

  /// Writes the input where the module's `allocate` says, calls `function` with address and length,
  /// and reads the result at the address that it returns.
  static ModuleRun of(
      MarketModule module, String function, Bytes input, ResultSize size, long fuel) {
    FuelMeter meter = new FuelMeter(Math.min(fuel, ModuleLimits.MAX_FUEL));
    try {
      Instance instance = module.instance(meter);
      Memory memory = instance.memory();
      int at = (int) instance.export(MarketModule.ALLOCATE).apply(input.size())[0];
      requireInside(memory, at, input.size());
      memory.write(at, input.toArray(), 0, input.size());
      int to = (int) instance.export(function).apply(at, input.size())[0];
      requireInside(memory, to, Integer.BYTES);
      int bytes = size.bytes(memory.readInt(to));
      requireInside(memory, to, bytes);
      Bytes result = Bytes.wrap(memory.readBytes(to, bytes));
      return new ModuleRun(Optional.of(result), meter.used(), Optional.empty());
    } catch (RunEndedException e) {
      return ended(meter, e.fault());
    } catch (WasmInterruptedException e) {
      // Nothing that the module did: the node is stopping.
      throw e;
    } catch (WasmEngineException e) {
      if (e.getCause() instanceof StackOverflowError overflow) {
        // This thread has less stack than the deepest run needs, which is no property of the
        // module.
        throw overflow;
      }
      return ended(meter, ModuleFault.TRAPPED);
    }
  }

  private static ModuleRun ended(FuelMeter meter, ModuleFault fault) {
    return new ModuleRun(Optional.empty(), meter.used(), Optional.of(fault));
  }

  private static void requireInside(Memory memory, int address, int length) {
    long end = Integer.toUnsignedLong(address) + length;
    if (length < 0 || end > (long) memory.pages() * Memory.PAGE_SIZE) {
      throw new RunEndedException(ModuleFault.ADDRESS);
    }
  }
}
