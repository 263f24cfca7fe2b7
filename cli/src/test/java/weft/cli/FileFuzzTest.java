package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.GenesisFile;
import weft.node.configuration.KeyFile;
import weft.primitives.Address;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;

/// Mutated files: used or refused with a message that names the file, never another exception.
final class FileFuzzTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void mutatedConfigurations() throws IOException {
    configurations(Fuzz.few("FileFuzzTest, weft.toml", 3_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedConfigurations() throws IOException {
    configurations(Fuzz.many("FileFuzzTest, weft.toml", 100_000));
  }

  private void configurations(Fuzz fuzz) throws IOException {
    Path file = folder.resolve("weft.toml");
    byte[] good = configuration().toToml().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      Files.write(file, mutator.below(20) == 0 ? mutator.noise(200) : mutator.mutate(good));
      refusedOnlyBy(
          ConfigurationException.class,
          file,
          "seed " + fuzz.seed(i),
          () -> Configuration.load(file, Map.of(), Map.of()).toToml());
    }
  }

  /// With every key set: what is commented out cannot be wrong.
  private static Configuration configuration() {
    Configuration all = Configuration.defaults();
    for (ConfigurationKey key : ConfigurationKey.values()) {
      all = all.with(key, key.defaultValue());
    }
    return all;
  }

  @Test
  void mutatedGenesisFiles() throws IOException {
    genesisFiles(Fuzz.few("FileFuzzTest, genesis.json", 5_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedGenesisFiles() throws IOException {
    genesisFiles(Fuzz.many("FileFuzzTest, genesis.json", 100_000));
  }

  private void genesisFiles(Fuzz fuzz) throws IOException {
    Path file = folder.resolve("genesis.json");
    TreeMutator tree = new TreeMutator(goodGenesis());
    for (int i = 0; i < fuzz.cases(); i++) {
      Files.write(file, tree.mutate(new Mutator(fuzz.seed(i))));
      refusedOnlyBy(
          ConfigurationException.class,
          file,
          "seed " + fuzz.seed(i),
          () -> {
            Genesis genesis = GenesisFile.read(file);
            if (genesis.problems().isEmpty()) {
              assertThat(Genesis.decode(genesis.encode())).isEqualTo(genesis);
            }
          });
    }
  }

  private byte[] goodGenesis() throws IOException {
    CommandRun init =
        CommandRun.of(
            "node",
            "init",
            "--data",
            folder.resolve("node").toString(),
            "--asset",
            "usd=1/1000",
            "--balance",
            "dev:3=5_000usd",
            "--parameter",
            "rollup.bond=7");
    assertThat(init.status()).as(init.describe()).isZero();
    return Files.readAllBytes(folder.resolve("node").resolve("genesis.json"));
  }

  @Test
  void mutatedKeyFiles() throws IOException {
    Fuzz fuzz = Fuzz.few("FileFuzzTest, key", 2_000);
    Path file = folder.resolve("node.key");
    KeyFile.write(file, DevelopmentKeys.account(1));
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < fuzz.cases(); i++) {
      Files.write(file, new Mutator(fuzz.seed(i)).mutate(good));
      refusedOnlyBy(
          ConfigurationException.class,
          file,
          "seed " + fuzz.seed(i),
          () -> assertThat(KeyFile.read(file).address()).isNotEqualTo(Address.ZERO));
    }
  }

  /// Runs a reader that may throw only one kind of exception, whose message names the file.
  private static void refusedOnlyBy(
      Class<? extends RuntimeException> refusal, Path file, String where, Runnable reader) {
    try {
      reader.run();
    } catch (RuntimeException | StackOverflowError e) {
      assertThat(e).as(where).isInstanceOf(refusal);
      assertThat(e.getMessage()).as(where).contains(file.toString());
    }
  }

  /// Which of the good proofs says that there is no lane block.
  private static final int ABSENCE = 2;

  @Test
  void mutatedProofs() throws IOException {
    proofs(Fuzz.few("FileFuzzTest, lane verify", 500));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedProofs() throws IOException {
    proofs(Fuzz.many("FileFuzzTest, lane verify", 50_000));
  }

  /// `weft lane verify` on a mutated file: a message, or the words of the true one.
  private void proofs(Fuzz fuzz) throws IOException {
    Path file = folder.resolve("proof.json");
    Path genesis = folder.resolve("genesis.json");
    List<byte[]> goods = goodProofs(genesis);
    List<String> truths = new ArrayList<>();
    for (byte[] good : goods) {
      Files.write(file, good);
      CommandRun run = verify(file, genesis);
      assertThat(run.status()).as(run.describe()).isZero();
      truths.add(run.out());
    }
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      int which = mutator.below(goods.size());
      Files.write(file, new TreeMutator(goods.get(which)).mutate(mutator));
      CommandRun run = verify(file, genesis);
      String where = "seed " + fuzz.seed(i) + ": " + run.describe();
      if (run.status() == 0 && which == ABSENCE) {
        // Block 1 has no lane block at all, so the same holds of any other name.
        assertThat(run.out())
            .as(where)
            .matches("verified: [a-z0-9-]{3,32} has no lane block in block 1\\R");
      } else if (run.status() == 0) {
        assertThat(run.out()).as(where).isEqualTo(truths.get(which));
      } else {
        assertThat(run.err()).as(where).startsWith("weft: ").doesNotContain("\tat ");
      }
    }
  }

  private static CommandRun verify(Path file, Path genesis) {
    return CommandRun.of("lane", "verify", file.toString(), "--genesis", genesis.toString());
  }

  /// A payload, a lane block, and the absence of one.
  private List<byte[]> goodProofs(Path genesis) throws IOException {
    try (RunningNode node = new RunningNode()) {
      GenesisFile.write(genesis, node.genesis());
      require(node.run("rollup", "register", "fuzzed", "--key", "dev:1"));
      require(node.run("submit", "fuzzed", "--text", "one", "--key", "dev:1", "--wait"));
      List<byte[]> proofs = new ArrayList<>();
      for (List<String> what :
          List.of(List.of("1", "--payload", "0"), List.of("1"), List.of("--height", "1"))) {
        List<String> arguments = new ArrayList<>(List.of("lane", "prove", "fuzzed"));
        arguments.addAll(what);
        CommandRun run = node.run(arguments.toArray(String[]::new));
        require(run);
        proofs.add(run.out().getBytes(StandardCharsets.UTF_8));
      }
      return proofs;
    }
  }

  private static void require(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
  }
}
