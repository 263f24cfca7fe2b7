package weft.market.wasm;

import run.endive.runtime.ExecutionListener;
import run.endive.runtime.MStack;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/// Counts what a run executes, and ends it where that is spent or its stack is too high. Each
/// instruction costs 1, also those that only structure the code, but [ModuleLimits#GROW_FUEL] for
/// `memory.grow`; an instruction is paid for before it is executed.
final class FuelMeter implements ExecutionListener {
  private final long fuel;
  private long used;

  FuelMeter(long fuel) {
    this.fuel = fuel;
  }

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    long price = instruction.opcode() == OpCode.MEMORY_GROW ? ModuleLimits.GROW_FUEL : 1;
    if (price > fuel - used) {
      used = fuel;
      throw new RunEndedException(ModuleFault.OUT_OF_FUEL);
    }
    used += price;
    if (stack.size() > ModuleLimits.MAX_STACK_VALUES) {
      throw new RunEndedException(ModuleFault.STACK_TOO_HIGH);
    }
  }

  long used() {
    return used;
  }
}
