package weft.market.wasm;

import java.util.Deque;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.MStack;
import run.endive.runtime.StackFrame;
import run.endive.wasm.types.FunctionType;

/// The runtime's interpreter with a bound on calls inside of calls. It calls itself for each, so
/// without one the thread's stack would decide, which differs from machine to machine.
final class MeteredMachine extends InterpreterMachine {
  MeteredMachine(Instance instance) {
    super(instance);
  }

  @Override
  protected long[] call(
      MStack stack,
      Instance instance,
      Deque<StackFrame> calls,
      int function,
      long[] arguments,
      Object @Nullable [] references,
      @Nullable FunctionType type,
      boolean popResults) {
    if (calls.size() >= ModuleLimits.MAX_CALL_DEPTH) {
      throw new RunEndedException(ModuleFault.CALLS_TOO_DEEP);
    }
    return super.call(stack, instance, calls, function, arguments, references, type, popResults);
  }
}
