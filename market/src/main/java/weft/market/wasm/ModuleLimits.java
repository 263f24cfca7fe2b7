package weft.market.wasm;

import weft.protocol.mechanism.Modules;

/// What a module and its runs may use. Every bound is counted in things that are the same on every
/// machine, so that a run ends in the same way everywhere.
public final class ModuleLimits {
  /// Of a module, with its custom sections.
  public static final int MAX_BYTES = Modules.MAX_BYTES;

  /// Of linear memory, 64 KiB each: 1 MiB.
  public static final int MAX_PAGES = 16;

  /// Functions, types, exports, element and data segments, each.
  public static final int MAX_ENTRIES = 1_024;

  public static final int MAX_GLOBALS = 64;

  /// Of a table of functions.
  public static final int MAX_TABLE = 1_024;

  /// Of one function, each.
  public static final int MAX_PARAMETERS = 16;

  public static final int MAX_LOCALS = 256;

  /// Blocks inside of blocks.
  public static final int MAX_NESTING = 256;

  public static final int MAX_NAME_BYTES = 64;

  /// Calls inside of calls, at run time: they take less than 256 KiB of the thread's stack.
  public static final int MAX_CALL_DEPTH = 64;

  /// Values on the operand stack of all calls together, at run time.
  public static final int MAX_STACK_VALUES = 16_384;

  /// Instructions that one run may execute, unless the mechanism says less: 10 to 30 ms of one
  /// core.
  public static final long DEFAULT_FUEL = 1_000_000;

  /// The most that a mechanism may allow.
  public static final long MAX_FUEL = Modules.MAX_FUEL;

  /// What `memory.grow` costs instead of 1, for it may copy the whole memory.
  public static final long GROW_FUEL = 10_000;

  private ModuleLimits() {}
}
