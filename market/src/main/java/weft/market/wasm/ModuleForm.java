package weft.market.wasm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// The part of WebAssembly's binary format that a module may use, read strictly: what the runtime's
/// own parser gets to see has passed here.
final class ModuleForm {
  private static final Bytes HEADER = Bytes.fromHex("0061736d01000000");
  private static final int CUSTOM = 0;
  private static final int FUNCTION_REFERENCE = 0x70;
  private static final int PAGE_BYTES = 65_536;
  private static final String DATA = "data";

  private int types;
  private int functions;
  private int bodies;
  private int tableSize;
  private int globals;
  private int pages = -1;

  private ModuleForm() {}

  /// @param code the module without its custom sections, which say nothing about what it does
  /// @param pages of memory that it begins with
  record Accepted(Bytes code, int pages) {}

  /// @throws MalformedException if the module uses anything else
  static Accepted require(Bytes module) {
    if (module.size() > ModuleLimits.MAX_BYTES) {
      throw new MalformedException(
          "module", "at most " + ModuleLimits.MAX_BYTES + " bytes, got " + module.size());
    }
    if (!module.startsWith(HEADER)) {
      throw new MalformedException("module", "is no WebAssembly of version 1");
    }
    ModuleForm form = new ModuleForm();
    List<Bytes> kept = new ArrayList<>(List.of(HEADER));
    ModuleReader in = new ModuleReader(module);
    in.bytes("header", HEADER.size());
    int last = CUSTOM;
    while (!in.isAtEnd()) {
      int start = in.at();
      int id = in.u8("section");
      Bytes content = in.bytes("section", in.u32("section", ModuleLimits.MAX_BYTES));
      if (id == CUSTOM) {
        continue;
      }
      if (id <= last) {
        throw new MalformedException("section", "sections stand once and in order");
      }
      last = id;
      form.section(id, new ModuleReader(content));
      kept.add(module.slice(start, in.at() - start));
    }
    return new Accepted(Bytes.concat(kept.toArray(Bytes[]::new)), form.finish());
  }

  private int finish() {
    if (pages < 0) {
      throw new MalformedException("memory", "a module has one memory, exported as \"memory\"");
    }
    if (bodies != functions) {
      throw new MalformedException("code", "has one body for each function");
    }
    return pages;
  }

  private void section(int id, ModuleReader in) {
    switch (id) {
      case 1 -> types = entries(in, "type", ModuleForm::type);
      case 3 -> functions = entries(in, "function", one -> one.u32("type", types - 1));
      case 4 -> one(in, "table", this::table);
      case 5 -> one(in, "memory", this::memory);
      case 6 -> globals = entries(in, "global", ModuleForm::global);
      case 7 -> exports(in);
      case 9 -> entries(in, "element", this::element);
      case 10 -> bodies = entries(in, "code", ModuleForm::body);
      case 11 -> entries(in, DATA, this::data);
      case 2 -> throw new MalformedException("import", "a module imports nothing");
      case 8 -> throw new MalformedException("start", "a module has no start function");
      default ->
          throw new MalformedException("section", "number " + id + " is not of WebAssembly 1.0");
    }
    if (!in.isAtEnd()) {
      throw new MalformedException("section", "number " + id + " goes on after its entries");
    }
  }

  /// Reads one entry.
  private interface Entry {
    void read(ModuleReader in);
  }

  private static int entries(ModuleReader in, String field, Entry entry) {
    int max = field.equals("global") ? ModuleLimits.MAX_GLOBALS : ModuleLimits.MAX_ENTRIES;
    int count = in.u32(field, max);
    for (int i = 0; i < count; i++) {
      entry.read(in);
    }
    return count;
  }

  private static void one(ModuleReader in, String field, Entry entry) {
    if (in.u32(field, 1) == 1) {
      entry.read(in);
    }
  }

  private static void type(ModuleReader in) {
    if (in.u8("type") != 0x60) {
      throw new MalformedException("type", "is a function's");
    }
    int parameters = in.u32("parameters", ModuleLimits.MAX_PARAMETERS);
    for (int i = 0; i < parameters; i++) {
      CodeForm.valueType(in, "parameter");
    }
    if (in.u32("results", 1) == 1) {
      CodeForm.valueType(in, "result");
    }
  }

  private void table(ModuleReader in) {
    if (in.u8("table") != FUNCTION_REFERENCE) {
      throw new MalformedException("table", "is of functions");
    }
    tableSize = limits(in, "table", ModuleLimits.MAX_TABLE);
  }

  private void memory(ModuleReader in) {
    pages = limits(in, "memory", ModuleLimits.MAX_PAGES);
  }

  /// A least size within `max`; a greatest size may be any, for memory never grows beyond its
  /// limit.
  private static int limits(ModuleReader in, String field, int max) {
    int flags = in.u8(field);
    if (flags > 1) {
      throw new MalformedException(field, "is not shared and has 32-bit addresses");
    }
    int least = in.u32(field, max);
    if (flags == 1 && in.unsigned(field) < least) {
      throw new MalformedException(field, "its greatest size is below its least");
    }
    return least;
  }

  private static void global(ModuleReader in) {
    CodeForm.valueType(in, "global");
    if (in.u8("global") > 1) {
      throw new MalformedException("global", "is mutable or not");
    }
    constant(in);
  }

  /// A constant expression; returns its value.
  private static long constant(ModuleReader in) {
    int opcode = in.u8("constant");
    if (opcode != 0x41 && opcode != 0x42) {
      throw new MalformedException("constant", "is one i32.const or i64.const");
    }
    long value = in.signed("constant", opcode == 0x41 ? Integer.SIZE : Long.SIZE);
    if (in.u8("constant") != 0x0b) {
      throw new MalformedException("constant", "is one i32.const or i64.const");
    }
    return value;
  }

  private void exports(ModuleReader in) {
    TreeSet<String> names = new TreeSet<>();
    entries(
        in,
        "export",
        one -> {
          Bytes name = one.bytes("export", one.u32("export", ModuleLimits.MAX_NAME_BYTES));
          if (!names.add(new String(name.toArray(), StandardCharsets.ISO_8859_1))) {
            throw new MalformedException("export", "a name is exported twice");
          }
          if (!isAscii(name)) {
            throw new MalformedException("export", "a name is of printable ASCII characters");
          }
          exported(one);
        });
  }

  private static boolean isAscii(Bytes name) {
    for (int i = 0; i < name.size(); i++) {
      if (name.get(i) < ' ' || name.get(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private void exported(ModuleReader in) {
    int count =
        switch (in.u8("export")) {
          case 0 -> functions;
          case 1 -> tableSize > 0 ? 1 : 0;
          case 2 -> pages < 0 ? 0 : 1;
          case 3 -> globals;
          default -> 0;
        };
    in.u32("export", count - 1);
  }

  private void element(ModuleReader in) {
    if (in.u8("element") != 0) {
      throw new MalformedException("element", "fills the table when the module begins");
    }
    long offset = constant(in);
    int count = in.u32("element", ModuleLimits.MAX_TABLE);
    if (offset < 0 || offset + count > tableSize) {
      throw new MalformedException("element", "does not fit into the table");
    }
    for (int i = 0; i < count; i++) {
      in.u32("element", functions - 1);
    }
  }

  private static void body(ModuleReader in) {
    CodeForm.require(in.bytes("code", in.u32("code", ModuleLimits.MAX_BYTES)));
  }

  private void data(ModuleReader in) {
    if (in.u8(DATA) != 0) {
      throw new MalformedException(DATA, "fills memory when the module begins");
    }
    long offset = constant(in);
    int length = in.u32(DATA, ModuleLimits.MAX_BYTES);
    in.bytes(DATA, length);
    if (offset < 0 || offset + length > (long) pages * PAGE_BYTES) {
      throw new MalformedException(
          DATA, "does not fit into the memory that the module begins with");
    }
  }
}
