package weft.market.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.market.auction.RollupSet;
import weft.primitives.Bytes;

/// `examples/src/main/wasm/split-by-state`: `./build` there made the module with [#RUSTC].
final class ExampleModuleTest {
  private static final String RUSTC = "rustc 1.95.0";
  private static final Path FOLDER =
      Path.of(System.getProperty("weft.root", ".."), "examples/src/main/wasm/split-by-state");
  private static final String FILE = "split-by-state.wasm";
  private static final long SEED = 20_261_126;
  private static final List<BigInteger> DECLARED = List.of();

  @TempDir private Path folder = Path.of(".");

  static MarketModule module() throws IOException {
    Bytes bytes = Bytes.wrap(Files.readAllBytes(FOLDER.resolve(FILE)));
    return ((Registration.Accepted) MarketModule.register(bytes)).module();
  }

  private static ShareInput input(long amount, long[] floors, int[] sold, long... state) {
    return new ShareInput(
        Arrays.stream(floors)
            .mapToObj(BigInteger::valueOf)
            .map(floor -> new ShareInput.Rollup(floor, BigInteger.ZERO, floor, BigInteger.ONE))
            .toList(),
        BigInteger.valueOf(amount),
        RollupSet.of(sold),
        BigInteger.valueOf(amount),
        Arrays.stream(state).boxed().toList());
  }

  @Test
  void splitsTheSurplusByTheState() throws IOException {
    // A and B share 20 above their floors of 10 and 6, three parts to one.
    ShareInput threeToOne = input(20, new long[] {10, 6}, new int[] {0, 1}, 3, 1);
    ModuleShares shares = ModuleShares.of(module(), threeToOne, 100_000, DECLARED);
    assertThat(shares.fault()).isEmpty();
    assertThat(shares.payments()).containsExactly(BigInteger.valueOf(13), BigInteger.valueOf(7));
    // Without parts equally.
    ShareInput equally = input(20, new long[] {10, 6}, new int[] {0, 1});
    assertThat(ModuleShares.of(module(), equally, 100_000, DECLARED).payments())
        .containsExactly(BigInteger.valueOf(12), BigInteger.valueOf(8));
    // The state of a rollup that is not in the package does not count.
    ShareInput two = input(100, new long[] {0, 0, 0}, new int[] {0, 2}, 1, 50, 3);
    assertThat(ModuleShares.of(module(), two, 100_000, DECLARED).payments())
        .containsExactly(BigInteger.valueOf(25), BigInteger.valueOf(75));
  }

  /// The number is part of the protocol: a runtime that counts otherwise is another one.
  @Test
  void executesTheSameNumberOfInstructionsEverywhere() throws IOException {
    ShareInput input = input(20, new long[] {10, 6}, new int[] {0, 1}, 3, 1);
    MarketModule module = module();
    for (int i = 0; i < 50; i++) {
      assertThat(ModuleShares.of(module, input, 100_000, DECLARED).fuel()).isEqualTo(1_500);
    }
    assertThat(ModuleShares.of(module(), input, 100_000, DECLARED).fuel()).isEqualTo(1_500);
  }

  @Test
  void agreesWithArithmetic() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    MarketModule module = module();
    for (int i = 0; i < 200; i++) {
      int rollups = random.nextInt(1, 9);
      BigInteger[] floors = new BigInteger[rollups];
      long[] state = new long[random.nextInt(rollups + 1)];
      BigInteger amount = new BigInteger(120, new java.util.Random(SEED + i));
      BigInteger surplus = amount;
      for (int r = 0; r < rollups; r++) {
        floors[r] = amount.shiftRight(4).multiply(BigInteger.valueOf(random.nextInt(2)));
        surplus = surplus.subtract(floors[r]);
      }
      Arrays.setAll(state, _ -> random.nextLong(1L << 32));
      ShareInput input =
          new ShareInput(
              Arrays.stream(floors)
                  .map(f -> new ShareInput.Rollup(f, BigInteger.ZERO, f, BigInteger.ONE))
                  .toList(),
              amount,
              RollupSet.all(rollups),
              amount,
              Arrays.stream(state).boxed().toList());
      ModuleShares shares = ModuleShares.of(module, input, 1_000_000, DECLARED);
      assertThat(shares.fault()).as("seed " + SEED + ", case " + i).isEmpty();
      BigInteger total = BigInteger.valueOf(Arrays.stream(state).sum());
      for (int r = 1; r < rollups && total.signum() > 0; r++) {
        BigInteger part = BigInteger.valueOf(r < state.length ? state[r] : 0);
        assertThat(shares.payments().get(r))
            .isEqualTo(floors[r].add(surplus.multiply(part).divide(total)));
      }
    }
  }

  @Test
  void isMadeFromItsSource() throws IOException, InterruptedException {
    assumeTrue(output("rustc", "--version").startsWith(RUSTC), RUSTC + " is not installed");
    assumeTrue(
        output("rustc", "--print", "target-libdir", "--target", "wasm32v1-none")
            .lines()
            .anyMatch(line -> Files.isDirectory(Path.of(line))),
        "the target wasm32v1-none of " + RUSTC + " is not installed");
    String said = output(FOLDER.resolve("build").toAbsolutePath().toString(), folder.toString());
    assertThat(folder.resolve(FILE)).as(said).hasSameBinaryContentAs(FOLDER.resolve(FILE));
  }

  /// What a program says; nothing if it is not there.
  private static String output(String... words) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
