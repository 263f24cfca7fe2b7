package weft.market.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.market.auction.RollupSet;

final class ModuleSharesTest {
  private static final long FUEL = 100_000;
  private static final List<BigInteger> DECLARED = amounts(12, 8);

  /// A and B share 20, of which A gets 10 at least.
  private static final ShareInput INPUT =
      new ShareInput(
          List.of(rollup(10, 10), rollup(6, 6), rollup(0, 0)),
          BigInteger.valueOf(20),
          RollupSet.of(0, 1),
          BigInteger.valueOf(20),
          List.of(3L, 1L));

  private static ShareInput.Rollup rollup(long alone, long floor) {
    return new ShareInput.Rollup(
        BigInteger.valueOf(alone), BigInteger.ZERO, BigInteger.valueOf(floor), BigInteger.ONE);
  }

  private static List<BigInteger> amounts(long... amounts) {
    return java.util.Arrays.stream(amounts).mapToObj(BigInteger::valueOf).toList();
  }

  private static ModuleShares run(TestModule module) {
    return ModuleShares.of(module.accepted(), INPUT, FUEL, DECLARED);
  }

  private static void assertFault(String body, ModuleFault fault) {
    ModuleShares shares = run(TestModule.sharing(body));
    assertThat(shares.fault()).contains(fault);
    assertThat(shares.payments()).isEqualTo(DECLARED);
  }

  /// Two amounts of less than 64 bits at address 0: i64.store, twice, then i32.const 0.
  private static String answering(int a, int b) {
    return "00 41 00 42 %02x 37 03 00 41 10 42 %02x 37 03 00 41 00 0b".formatted(a, b);
  }

  @Test
  void aModulesSharesCount() {
    ModuleShares shares = run(TestModule.sharing(answering(11, 9)));
    assertThat(shares.payments()).isEqualTo(amounts(11, 9));
    assertThat(shares.fault()).isEmpty();
    // allocate: i32.const, end; share: two constants and a store twice, the result, end.
    assertThat(shares.fuel()).isEqualTo(10);
  }

  @Test
  void sharesThatDoNotSumToTheAmountDoNotCount() {
    assertFault(answering(11, 10), ModuleFault.WRONG_SUM);
    assertFault(answering(11, 8), ModuleFault.WRONG_SUM);
    // The sum is of whole numbers, not modulo 2^128: A gets 2^128-1, B 21.
    assertFault(
        "00 41 00 42 7f 37 03 00 41 08 42 7f 37 03 00 41 10 42 15 37 03 00 41 00 0b",
        ModuleFault.WRONG_SUM);
  }

  @Test
  void sharesBelowAFloorDoNotCount() {
    assertFault(answering(9, 11), ModuleFault.BELOW_FLOOR);
    assertThat(run(TestModule.sharing(answering(10, 10))).fault()).isEmpty();
  }

  @Test
  void amountsAreOf128Bits() {
    BigInteger half = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    ShareInput large =
        new ShareInput(
            List.of(rollup(0, 0), rollup(0, 0)),
            BigInteger.ONE,
            RollupSet.of(0, 1),
            half.add(BigInteger.TWO),
            List.of());
    // B gets 2^127-1: i64.const -1 and i64.const 2^63-1.
    ModuleShares shares =
        ModuleShares.of(
            TestModule.sharing(
                    "00 41 00 42 02 37 03 00 41 10 42 7f 37 03 00"
                        + "41 18 42 ffffffffffffffffff00 37 03 00 41 00 0b")
                .accepted(),
            large,
            FUEL,
            DECLARED);
    assertThat(shares.fault()).isEmpty();
    assertThat(shares.payments()).containsExactly(BigInteger.TWO, half);
  }

  @Test
  void aModuleThatRunsOutOfFuelDoesNotCount() {
    // loop br 0 end
    TestModule endless = TestModule.sharing("00 03 40 0c 00 0b 41 00 0b");
    ModuleShares shares = run(endless);
    assertThat(shares.fault()).contains(ModuleFault.OUT_OF_FUEL);
    assertThat(shares.fuel()).isEqualTo(FUEL);
    assertThat(shares.payments()).isEqualTo(DECLARED);
  }

  @Test
  void fuelIsCountedToTheInstruction() {
    MarketModule module = TestModule.sharing(answering(11, 9)).accepted();
    assertThat(ModuleShares.of(module, INPUT, 10, DECLARED).fault()).isEmpty();
    assertThat(ModuleShares.of(module, INPUT, 9, DECLARED).fault())
        .contains(ModuleFault.OUT_OF_FUEL);
    // Growing memory costs what it may have to copy: i32.const 1, memory.grow, drop.
    MarketModule grows = TestModule.sharing("00 41 01 40 00 1a 41 00 0b").accepted();
    assertThat(ModuleShares.of(grows, INPUT, FUEL, DECLARED).fuel())
        .isEqualTo(ModuleLimits.GROW_FUEL + 6);
  }

  @Test
  void aModuleThatTrapsDoesNotCount() {
    // unreachable
    assertFault("00 00 0b", ModuleFault.TRAPPED);
    // i32.const 1, i32.const 0, i32.div_s
    assertFault("00 41 01 41 00 6d 0b", ModuleFault.TRAPPED);
    // i32.const -2^31, i32.const -1, i32.div_s
    assertFault("00 41 80808080 78 41 7f 6d 0b", ModuleFault.TRAPPED);
    // i32.const -4, i32.load
    assertFault("00 41 7c 28 02 00 0b", ModuleFault.TRAPPED);
    // i32.const -4, i32.const 0, i32.store offset=2^32-1
    assertFault("00 41 7c 41 00 36 02 ffffffff0f 41 00 0b", ModuleFault.TRAPPED);
  }

  @Test
  void aModuleThatCallsTooDeepDoesNotCount() {
    // share calls itself.
    assertFault("00 20 00 20 01 10 01 0b", ModuleFault.CALLS_TOO_DEEP);
  }

  @Test
  void aModuleWhoseStackIsTooHighDoesNotCount() {
    // Each call leaves 300 constants below the next one.
    assertFault(
        "00 " + "41 00 ".repeat(300) + "20 00 20 01 10 01 " + "6a ".repeat(300) + "0b",
        ModuleFault.STACK_TOO_HIGH);
  }

  @Test
  void depthDoesNotRestOnTheThreadsStack() throws InterruptedException {
    MarketModule deep = TestModule.sharing("00 20 00 20 01 10 01 0b").accepted();
    Thread small =
        new Thread(
            null,
            () ->
                assertThat(ModuleShares.of(deep, INPUT, FUEL, DECLARED).fault())
                    .contains(ModuleFault.CALLS_TOO_DEEP),
            "small",
            256 * 1024);
    Throwable[] thrown = new Throwable[1];
    small.setUncaughtExceptionHandler((_, fault) -> thrown[0] = fault);
    small.start();
    small.join();
    assertThat(thrown[0]).isNull();
  }

  @Test
  void memoryStaysWithinItsCap() {
    // memory.grow by 16 pages answers -1, which is then the address of the result.
    ModuleShares shares = run(TestModule.sharing("00 41 10 40 00 0b"));
    assertThat(shares.fault()).contains(ModuleFault.ADDRESS);
    // By 15 it answers the old size, 1 page: the result is read from address 1, and is no sum.
    assertFault("00 41 0f 40 00 0b", ModuleFault.WRONG_SUM);
  }

  @Test
  void aResultOutsideOfMemoryDoesNotCount() {
    // i32.const 65535
    assertFault("00 41 ffff03 0b", ModuleFault.ADDRESS);
    // i32.const -1
    assertFault("00 41 7f 0b", ModuleFault.ADDRESS);
  }

  @Test
  void runsShareNothing() {
    // What is at address 0 plus 1 is written there; the answer is 11 and 9 only the first time.
    MarketModule counting =
        TestModule.sharing(
                "00 41 00 41 00 29 03 00 42 0b 7c 37 03 00 41 10 42 09 37 03 00 41 00 0b")
            .accepted();
    for (int i = 0; i < 3; i++) {
      ModuleShares shares = ModuleShares.of(counting, INPUT, FUEL, DECLARED);
      assertThat(shares)
          .isEqualTo(new ModuleShares(amounts(11, 9), shares.fuel(), Optional.empty()));
    }
  }

  @Test
  void auctionsThatAreTooLargeForAModuleGoToTheDeclaredRule() {
    MarketModule module = TestModule.sharing(answering(11, 9)).accepted();
    ShareInput manyRollups =
        new ShareInput(
            Collections.nCopies(65, rollup(0, 0)),
            INPUT.grandValue(),
            INPUT.sold(),
            INPUT.amount(),
            INPUT.state());
    ShareInput greatValue =
        new ShareInput(
            INPUT.rollups(),
            BigInteger.ONE.shiftLeft(128),
            INPUT.sold(),
            INPUT.amount(),
            INPUT.state());
    for (ShareInput large : List.of(manyRollups, greatValue)) {
      assertThat(ModuleShares.of(module, large, FUEL, DECLARED))
          .isEqualTo(new ModuleShares(DECLARED, 0, Optional.of(ModuleFault.INPUT_TOO_LARGE)));
    }
  }
}
