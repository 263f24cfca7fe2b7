package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.GenesisFile;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

final class NodeCommandsTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void initWritesAnAnnotatedConfigurationAGenesisAndGuardedKeys() throws IOException {
    Path data = folder.resolve("a");
    CommandRun run =
        CommandRun.of(
            "node",
            "init",
            "--data",
            data.toString(),
            "--dev-accounts",
            "--json",
            "--asset",
            "usd=1/1000",
            "--balance",
            "dev:3=5_000usd",
            "--chain-id",
            "77");
    assertThat(run.status()).as(run.describe()).isZero();
    Genesis genesis = GenesisFile.read(data.resolve("genesis.json"));
    assertThat(run.json().get("genesisHash").asString()).isEqualTo(genesis.hash().toString());
    assertThat(genesis.chainId()).isEqualTo(77);
    assertThat(genesis.balances())
        .hasSize(11)
        .contains(
            new Genesis.Balance(
                DevelopmentKeys.account(3).address(), new AssetId("usd"), Amount.of(5_000)));
    assertThat(Files.readString(data.resolve("weft.toml")))
        .contains("# http-port = 9600")
        .contains("[mempool]");
    for (String key : new String[] {"keys/node.key", "keys/validator.key"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(key))))
          .as(key)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void initNeverOverwrites() throws IOException {
    Path data = folder.resolve("b");
    CommandRun.of("node", "init", "--data", data.toString());
    String before = Files.readString(data.resolve("genesis.json"));
    CommandRun again = CommandRun.of("node", "init", "--data", data.toString(), "--json");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.json().get("error").asString()).isEqualTo("exists");
    assertThat(data.resolve("genesis.json")).hasContent(before);
  }

  @Test
  void initRefusesAnUnsoundGenesisAndLeavesNothingInTheWay() {
    Path data = folder.resolve("c");
    CommandRun run =
        CommandRun.of(
            "node", "init", "--data", data.toString(), "--parameter", "fee.byte-target=1");
    assertThat(run.status()).as(run.describe()).isEqualTo(2);
    assertThat(run.err()).contains("fee.byte-target");
    assertThat(CommandRun.of("node", "init", "--data", data.toString()).status()).isZero();
  }

  /// As an init leaves it that was killed before its last step.
  @Test
  void anInterruptedInitSaysWhatToDelete() throws IOException {
    Path data = folder.resolve("h");
    CommandRun.of("node", "init", "--data", data.toString());
    Files.delete(data.resolve("genesis.json"));
    for (String command : new String[] {"init", "start"}) {
      CommandRun run = CommandRun.of("node", command, "--data", data.toString());
      assertThat(run.status()).as(run.describe()).isEqualTo(1);
      assertThat(run.err())
          .contains("did not come to its end")
          .contains(data.resolve("weft.toml").toString())
          .contains(data.resolve("keys").resolve("validator.key").toString())
          .contains(data.resolve("keys").resolve("node.key").toString());
    }
    Files.delete(data.resolve("weft.toml"));
    Files.delete(data.resolve("keys").resolve("validator.key"));
    Files.delete(data.resolve("keys").resolve("node.key"));
    assertThat(CommandRun.of("node", "init", "--data", data.toString()).status()).isZero();
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("genesis.json", "keys", "weft.toml");
    }
  }

  @Test
  void wrongBalancesSayWhatIsExpected() {
    CommandRun run =
        CommandRun.of("node", "init", "--data", folder.resolve("d").toString(), "--balance", "x");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("dev:0=1000usd");
  }

  @Test
  void startSaysHowToMakeANode() {
    Path data = folder.resolve("nothing");
    CommandRun run = CommandRun.of("node", "start", "--data", data.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("weft node init --data " + data);
  }

  @Test
  void anUnknownKeySuggestsTheNearest() {
    Path data = folder.resolve("e");
    CommandRun.of("node", "init", "--data", data.toString());
    CommandRun run =
        CommandRun.of("node", "start", "--data", data.toString(), "--set", "api.htp-port=1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the nearest is 'api.http-port'");
  }

  @Test
  void snapshotNeedsAStore() {
    CommandRun run =
        CommandRun.of(
            "node", "snapshot", "--data", folder.resolve("f").toString(), "--out", "never");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("there is no store");
  }

  @Test
  void replayNeedsAStore() {
    CommandRun run = CommandRun.of("node", "replay", "--data", folder.resolve("g").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("there is no store").contains("weft node start");
  }
}
