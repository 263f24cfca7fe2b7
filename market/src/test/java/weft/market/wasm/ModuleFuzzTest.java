package weft.market.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import weft.market.auction.RollupSet;
import weft.primitives.Bytes;

/// Mutated modules: refused, or run to an end, twice alike; never another exception, never more
/// memory or time than their bounds.
final class ModuleFuzzTest {
  private static final long SEED = Long.getLong("weft.fuzz.seed", 20_261_126);
  private static final int CASES = Integer.getInteger("weft.fuzz.cases", 8_000);
  private static final long FUEL = 20_000;

  private static final List<BigInteger> DECLARED =
      List.of(BigInteger.valueOf(12), BigInteger.valueOf(8));
  private static final ShareInput INPUT =
      new ShareInput(
          List.of(rollup(10), rollup(6)),
          BigInteger.valueOf(20),
          RollupSet.of(0, 1),
          BigInteger.valueOf(20),
          List.of(3L, 1L));

  private static ShareInput.Rollup rollup(long floor) {
    BigInteger amount = BigInteger.valueOf(floor);
    return new ShareInput.Rollup(amount, BigInteger.ZERO, amount, BigInteger.ONE);
  }

  @Test
  void mutatedModulesAreRefusedOrRunToAnEnd() throws IOException {
    System.out.println("ModuleFuzzTest: seed " + SEED + ", " + CASES + " cases");
    byte[] example =
        Files.readAllBytes(
            Path.of(
                System.getProperty("weft.root", ".."),
                "examples/src/main/wasm/split-by-state/split-by-state.wasm"));
    byte[] small =
        TestModule.sharing("00 41 00 42 0b 37 03 00 41 10 42 09 37 03 00 41 00 0b")
            .bytes()
            .toArray();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int accepted = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = mutated(random.nextInt(4) == 0 ? example : small, random);
      String where = "seed " + SEED + ", case " + i;
      if (MarketModule.register(Bytes.wrap(bytes)) instanceof Registration.Accepted one) {
        accepted++;
        if (one.module().isSharing()) {
          ModuleShares shares = ModuleShares.of(one.module(), INPUT, FUEL, DECLARED);
          assertThat(shares.fuel()).as(where).isBetween(0L, FUEL);
          assertThat(shares.payments().stream().reduce(BigInteger.ZERO, BigInteger::add))
              .as(where)
              .isEqualTo(INPUT.amount());
          assertThat(ModuleShares.of(one.module(), INPUT, FUEL, DECLARED)).isEqualTo(shares);
        }
      }
    }
    assertThat(accepted).isBetween(CASES / 50, CASES - CASES / 50);
  }

  private static byte[] mutated(byte[] good, RandomGenerator random) {
    byte[] bytes = good.clone();
    int changes = random.nextInt(1, 4);
    for (int c = 0; c < changes; c++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> {
          byte[] longer = new byte[bytes.length + 1];
          System.arraycopy(bytes, 0, longer, 0, at);
          longer[at] = (byte) random.nextInt();
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          bytes = longer;
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(8), bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
