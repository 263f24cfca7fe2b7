package weft.market.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Sha256;

/// What a module may not have.
final class MarketModuleTest {
  /// i32.const 0
  private static final String ANSWER = "00 41 00 0b";

  private static void assertRefused(TestModule module, String field, String message) {
    ModuleRefusal refusal = module.refused();
    assertThat(refusal.field()).as(refusal.toString()).isEqualTo(field);
    assertThat(refusal.message()).contains(message);
    assertThat(refusal.nextStep()).contains("docs/protocol/market.md");
  }

  @Test
  void itsIdIsTheHashOfItsBytes() {
    TestModule plain = TestModule.sharing(ANSWER);
    MarketModule module = plain.accepted();
    assertThat(module.id()).isEqualTo(Sha256.hash(plain.bytes()));
    assertThat(module.isSharing()).isTrue();
    assertThat(module.isSelection()).isFalse();
  }

  @Test
  void floatsAreRefused() {
    // f64.const
    assertRefused(
        TestModule.sharing("00 44 0000000000000000 1a 41 00 0b"), "instruction", "wasm32v1-none");
    // i32.trunc_sat_f32_s and all others of prefix fc: saturation, bulk memory
    assertRefused(TestModule.sharing("00 fc 00 41 00 0b"), "instruction", "0xfc");
    // f32 as a local
    assertRefused(TestModule.sharing("01 01 7d 41 00 0b"), "local", "only i32 and i64");
    // f64 as a global
    assertRefused(
        TestModule.sharing(ANSWER).section(6, "01 7c 00 44 0000000000000000 0b"),
        "global",
        "only i32 and i64");
  }

  @Test
  void vectorsAndThreadsAreRefused() {
    assertRefused(TestModule.sharing("00 fd 00 41 00 0b"), "instruction", "0xfd");
    assertRefused(TestModule.sharing("00 fe 03 00 41 00 0b"), "instruction", "0xfe");
    assertRefused(TestModule.sharing(ANSWER).memory("01 03 01 01"), "memory", "not shared");
  }

  @Test
  void tailCallsExceptionsAndReferencesAreRefused() {
    for (String opcode :
        new String[] {"06", "08", "12", "13", "14", "1c", "25", "d0", "d2", "fb"}) {
      assertRefused(TestModule.sharing("00 " + opcode + " 00 41 00 0b"), "instruction", "0x");
    }
  }

  @Test
  void importsAndStartAreRefused() {
    assertRefused(
        TestModule.sharing(ANSWER).section(2, "01 01 61 01 62 00 00"), "import", "nothing");
    assertRefused(TestModule.sharing(ANSWER).section(8, "00"), "start", "no start function");
    assertRefused(TestModule.sharing(ANSWER).section(13, "00"), "section", "number 13");
  }

  @Test
  void largeModulesAreRefused() {
    assertRefused(
        TestModule.sharing("00 " + "01".repeat(ModuleLimits.MAX_BYTES) + " 41 00 0b"),
        "module",
        "at most 65536 bytes");
    assertRefused(TestModule.sharing(ANSWER).memory("01 00 11"), "memory", "at most 16");
    assertRefused(TestModule.sharing("01 8102 7f 41 00 0b"), "locals", "at most 256");
    assertRefused(
        TestModule.sharing("00 " + "02 40".repeat(300) + "0b".repeat(300) + " 41 00 0b"),
        "block",
        "at most 256 nested");
  }

  @Test
  void missingExportsAreRefused() {
    assertRefused(TestModule.sharing(ANSWER).exports("00"), "export", "its memory");
    assertRefused(
        TestModule.sharing(ANSWER).exports("01 06 6d656d6f7279 02 00"), "export", "allocate");
    assertRefused(
        TestModule.sharing(ANSWER).exports("02 06 6d656d6f7279 02 00 08 616c6c6f63617465 00 00"),
        "export",
        "\"share\" or \"select\"");
    // share of the type of allocate
    assertRefused(
        TestModule.sharing(ANSWER)
            .exports("03 06 6d656d6f7279 02 00 08 616c6c6f63617465 00 00 05 7368617265 00 00"),
        "export",
        "(i32, i32) -> i32");
  }

  @Test
  void codeOfWrongTypesIsRefused() {
    // i64.const 0 where an i32 is returned
    assertRefused(TestModule.sharing("00 42 00 0b"), "module", "is not valid");
    // i32.add without operands
    assertRefused(TestModule.sharing("00 6a 0b"), "module", "is not valid");
    // local.get 9
    assertRefused(TestModule.sharing("00 20 09 0b"), "module", "is not valid");
  }

  @Test
  void dataOutsideOfMemoryIsRefused() {
    assertRefused(
        TestModule.sharing(ANSWER).section(11, "01 00 41 ffff03 0b 02 0000"), "data", "not fit");
    assertThat(TestModule.sharing(ANSWER).section(11, "01 00 41 feff03 0b 02 0000").accepted().id())
        .isNotNull();
  }

  @Test
  void bytesThatAreNoModuleAreRefused() {
    for (Bytes bytes :
        new Bytes[] {Bytes.EMPTY, Bytes.utf8("(module)"), TestModule.hex("0061736d02000000")}) {
      assertThat(MarketModule.register(bytes)).isInstanceOf(Registration.Refused.class);
    }
    assertThat(MarketModule.register(TestModule.hex("0061736d01000000")))
        .isInstanceOf(Registration.Refused.class);
  }

  @Test
  void customSectionsAreLeftOut() {
    Bytes plain = TestModule.sharing(ANSWER).bytes();
    // A name section that is none.
    Bytes named = Bytes.concat(plain, TestModule.hex("00 07 04 6e616d65 01 ff"));
    assertThat(MarketModule.register(named)).isInstanceOf(Registration.Accepted.class);
  }
}
