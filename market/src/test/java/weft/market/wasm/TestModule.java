package weft.market.wasm;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;

/// Puts modules together byte by byte: `allocate` answers 1024, `share` is what a test says. Code
/// is written in hexadecimal, with the instructions' names beside it in the tests.
public final class TestModule {
  /// i32.const 1024
  private static final String ALLOCATE = "00 41 80 08 0b";

  private final List<Bytes> bodies = new ArrayList<>();
  private String memory = "01 00 01";
  private String extra = "";
  private int extraId;
  private String exports = "03 06 6d656d6f7279 02 00 08 616c6c6f63617465 00 00 05 7368617265 00 01";

  private TestModule(String share) {
    bodies.add(hex(ALLOCATE));
    bodies.add(hex(share));
  }

  /// A module whose `share` has this body, from its locals on and with its end.
  public static TestModule sharing(String body) {
    return new TestModule(body);
  }

  TestModule memory(String section) {
    memory = section;
    return this;
  }

  TestModule exports(String section) {
    exports = section;
    return this;
  }

  /// The same function, exported as `select`.
  public static TestModule selecting(String body) {
    return new TestModule(body)
        .exports("03 06 6d656d6f7279 02 00 08 616c6c6f63617465 00 00 06 73656c656374 00 01");
  }

  /// Another section, put where its id belongs.
  public TestModule section(int id, String content) {
    extraId = id;
    extra = content;
    return this;
  }

  public Bytes bytes() {
    List<Bytes> parts = new ArrayList<>(List.of(hex("0061736d01000000")));
    // (i32) -> i32, (i32, i32) -> i32, () -> ()
    section(parts, 1, hex("03 60 01 7f 01 7f 60 02 7f 7f 01 7f 60 00 00"));
    section(parts, 3, hex("02 00 01"));
    section(parts, 5, hex(memory));
    section(parts, 7, hex(exports));
    List<Bytes> code = new ArrayList<>(List.of(hex("02")));
    for (Bytes body : bodies) {
      code.add(leb(body.size()));
      code.add(body);
    }
    section(parts, 10, Bytes.concat(code.toArray(Bytes[]::new)));
    section(parts, 99, Bytes.EMPTY);
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  /// A module that answers the same bytes whatever it is asked, below 128 of them.
  public static Bytes answering(boolean selects, Bytes answer) {
    // i32.const 2048
    String body = "00 41 80 10 0b";
    return (selects ? selecting(body) : sharing(body))
        .section(11, "01 00 41 80 10 0b" + leb(answer.size()).toHex() + answer.toHex())
        .bytes();
  }

  private void section(List<Bytes> parts, int id, Bytes content) {
    if (extraId > 0 && extraId < id) {
      put(parts, extraId, hex(extra));
      extraId = 0;
    }
    if (id < 99) {
      put(parts, id, content);
    }
  }

  private static void put(List<Bytes> parts, int id, Bytes content) {
    parts.add(Bytes.wrap(new byte[] {(byte) id}));
    parts.add(leb(content.size()));
    parts.add(content);
  }

  private static Bytes leb(int number) {
    return number < 0x80
        ? Bytes.wrap(new byte[] {(byte) number})
        : Bytes.concat(Bytes.wrap(new byte[] {(byte) (number | 0x80)}), leb(number >>> 7));
  }

  static Bytes hex(String text) {
    return Bytes.fromHex(text.replace(" ", ""));
  }

  public MarketModule accepted() {
    return switch (MarketModule.register(bytes())) {
      case Registration.Accepted accepted -> accepted.module();
      case Registration.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  ModuleRefusal refused() {
    return switch (MarketModule.register(bytes())) {
      case Registration.Refused refused -> refused.refusal();
      case Registration.Accepted _ -> throw new AssertionError("the module was accepted");
    };
  }
}
