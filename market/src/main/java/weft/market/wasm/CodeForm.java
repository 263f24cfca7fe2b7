package weft.market.wasm;

import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// Which instructions a module may have: those of WebAssembly 1.0 on integers, and sign extension.
/// Types are checked by the runtime's validation; here is checked that nothing else gets there.
final class CodeForm {
  private static final String INSTRUCTION = "instruction";
  private static final String NUMBERS =
      "only i32 and i64: compile for wasm32v1-none, without floats, SIMD, threads, bulk memory and"
          + " references";

  private static final int BLOCK = 0x02;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int ELSE = 0x05;
  private static final int END = 0x0b;

  private CodeForm() {}

  /// Checks one function's locals and instructions.
  ///
  /// @throws MalformedException if it has something else
  static void require(Bytes body) {
    ModuleReader in = new ModuleReader(body);
    locals(in);
    int depth = 1;
    while (depth > 0) {
      int opcode = in.u8(INSTRUCTION);
      switch (opcode) {
        case BLOCK, LOOP, IF -> {
          blockType(in);
          depth++;
        }
        case END -> depth--;
        default -> immediates(in, opcode, depth);
      }
      if (depth > ModuleLimits.MAX_NESTING) {
        throw new MalformedException("block", "at most " + ModuleLimits.MAX_NESTING + " nested");
      }
    }
    if (!in.isAtEnd()) {
      throw new MalformedException("function", "goes on after its end");
    }
  }

  private static void locals(ModuleReader in) {
    int groups = in.u32("locals", ModuleLimits.MAX_LOCALS);
    int total = 0;
    for (int i = 0; i < groups; i++) {
      total += in.u32("locals", ModuleLimits.MAX_LOCALS);
      valueType(in, "local");
    }
    if (total > ModuleLimits.MAX_LOCALS) {
      throw new MalformedException("locals", "at most " + ModuleLimits.MAX_LOCALS);
    }
  }

  static void valueType(ModuleReader in, String field) {
    int type = in.u8(field);
    if (type != 0x7f && type != 0x7e) {
      throw new MalformedException(field, NUMBERS);
    }
  }

  private static void blockType(ModuleReader in) {
    int type = in.u8("block");
    if (type != 0x40 && type != 0x7f && type != 0x7e) {
      throw new MalformedException("block", "has no result or one i32 or i64");
    }
  }

  private static void immediates(ModuleReader in, int opcode, int depth) {
    switch (opcode) {
      // unreachable, nop, else, return, drop, select
      case 0x00, 0x01, ELSE, 0x0f, 0x1a, 0x1b -> {}
      // br, br_if
      case 0x0c, 0x0d -> in.u32("label", depth - 1);
      case 0x0e -> labels(in, depth);
      case 0x10 -> in.u32("call", ModuleLimits.MAX_ENTRIES);
      case 0x11 -> {
        in.u32("call_indirect", ModuleLimits.MAX_ENTRIES);
        zero(in, "call_indirect");
      }
      // local.get, local.set, local.tee
      case 0x20, 0x21, 0x22 ->
          in.u32("local", ModuleLimits.MAX_LOCALS + ModuleLimits.MAX_PARAMETERS);
      // global.get, global.set
      case 0x23, 0x24 -> in.u32("global", ModuleLimits.MAX_GLOBALS);
      // memory.size, memory.grow
      case 0x3f, 0x40 -> zero(in, "memory");
      case 0x41 -> in.signed("i32.const", Integer.SIZE);
      case 0x42 -> in.signed("i64.const", Long.SIZE);
      default -> {
        if (isAccess(opcode)) {
          in.u32("alignment", 3);
          in.unsigned("offset");
        } else if (!isArithmetic(opcode)) {
          throw new MalformedException(
              INSTRUCTION, "0x" + Integer.toHexString(opcode) + " is not allowed: " + NUMBERS);
        }
      }
    }
  }

  private static void labels(ModuleReader in, int depth) {
    int count = in.u32("br_table", ModuleLimits.MAX_BYTES);
    for (int i = 0; i <= count; i++) {
      in.u32("label", depth - 1);
    }
  }

  private static void zero(ModuleReader in, String field) {
    if (in.u8(field) != 0) {
      throw new MalformedException(field, "there is one memory and one table");
    }
  }

  /// Loads and stores of i32 and i64.
  private static boolean isAccess(int opcode) {
    boolean isFloat = opcode == 0x2a || opcode == 0x2b || opcode == 0x38 || opcode == 0x39;
    return opcode >= 0x28 && opcode <= 0x3e && !isFloat;
  }

  private static boolean isArithmetic(int opcode) {
    boolean isComparison = opcode >= 0x45 && opcode <= 0x5a;
    boolean isOperation = opcode >= 0x67 && opcode <= 0x8a;
    boolean isConversion = opcode == 0xa7 || opcode == 0xac || opcode == 0xad;
    boolean isSignExtension = opcode >= 0xc0 && opcode <= 0xc4;
    return isComparison || isOperation || isConversion || isSignExtension;
  }
}
