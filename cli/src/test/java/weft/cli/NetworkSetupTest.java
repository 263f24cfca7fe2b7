package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.GenesisFile;
import weft.primitives.Amount;

/// Keys, genesis and folders of networks, as far as no engine runs.
final class NetworkSetupTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void operatorsPutAGenesisTogetherFromPublicKeysAlone() throws IOException {
    CommandRun alice = keys("alice");
    CommandRun bob = keys("bob");
    String public0 = Files.readString(file("alice").resolve("validator.json"));
    for (String secret : new String[] {"operator", "attestation", "node"}) {
      String text = Files.readString(file("alice").resolve("keys").resolve(secret + ".key"));
      assertThat(public0).doesNotContain(text.strip());
    }
    CommandRun run =
        CommandRun.of(
            "network",
            "genesis",
            "--validator",
            alice.json().get("file").asString() + "=3_000_000_000_000",
            "--validator",
            bob.json().get("file").asString(),
            "--bond",
            "1_000_000_000_000",
            "--operator-balance",
            "5",
            "--chain-id",
            "7001",
            "--out",
            genesis(),
            "--json");
    assertThat(run.status()).as(run.describe()).isZero();
    Genesis genesis = GenesisFile.read(Path.of(genesis()));
    assertThat(genesis.problems()).isEmpty();
    assertThat(genesis.isNetwork()).isTrue();
    assertThat(genesis.chainId()).isEqualTo(7001);
    assertThat(genesis.validators().stream().map(one -> one.bond()).toList())
        .containsExactly(Amount.of(3_000_000_000_000L), Amount.of(1_000_000_000_000L));
    assertThat(genesis.balances()).hasSize(2);
    assertThat(run.json().get("genesisHash").asString()).isEqualTo(genesis.hash().toString());
    assertThat(run.json().get("peers").asString())
        .isEqualTo(alice.json().get("peer").asString() + "," + bob.json().get("peer").asString());

    CommandRun again = init("alice", "--peer", run.json().get("peers").asString());
    assertThat(again.json().get("operator").asString())
        .isEqualTo(alice.json().get("operator").asString());
    assertThat(again.json().get("inGenesis").asBoolean()).isTrue();
    assertThat(again.json().get("peers").asString())
        .as("not itself")
        .isEqualTo(bob.json().get("peer").asString());
    assertThat(init("alice").json().get("error").asString()).isEqualTo("exists");
  }

  @Test
  void keysThatAreThereStay() {
    CommandRun first = keys("alice");
    CommandRun second = keys("alice");
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void aFullNodeBecomesAValidatorWithTheKeysThatItIsGiven() {
    genesisOf("alice");
    CommandRun node = init("bob", "--peer", "11".repeat(20) + "@127.0.0.1:26656");
    assertThat(node.status()).as(node.describe()).isZero();
    assertThat(node.json().get("validator").asBoolean()).isFalse();
    assertThat(file("bob").resolve("keys/operator.key")).doesNotExist();
    CommandRun keys = keys("bob");
    assertThat(keys.json().get("peer").asString())
        .startsWith(node.json().get("peerId").asString() + "@");
    assertThat(file("bob").resolve("keys/operator.key")).exists();
  }

  @Test
  void aRemoteSignerLeavesNoKeyThatVotes() {
    genesisOf("alice");
    CommandRun node =
        init("bob", "--validator", "--set", "engine.remote-signer-address=tcp://127.0.0.1:26659");
    assertThat(node.status()).as(node.describe()).isZero();
    assertThat(file("bob").resolve("engine/config/priv_validator_key.json")).doesNotExist();
    assertThat(file("bob").resolve("keys/attestation.key")).exists();
  }

  @Test
  void whatCannotBeMeantIsWrongUsage() {
    genesisOf("alice");
    assertThat(init("bob", "--chain-id", "7").status()).isEqualTo(2);
    assertThat(init("bob", "--peer", "nobody").status()).isEqualTo(2);
    assertThat(init("bob", "--rpc-address", "0.0.0.0:26657").status()).isEqualTo(2);
    assertThat(init("bob", "--peer-address", "here").status()).isEqualTo(2);
    assertThat(
            CommandRun.of("node", "init", "--data", file("bob").toString(), "--validator").status())
        .isEqualTo(2);
    assertThat(file("bob")).doesNotExist();
    CommandRun noBond =
        CommandRun.of("network", "genesis", "--validator", "x.json", "--out", genesis() + "2");
    assertThat(noBond.status()).as(noBond.describe()).isEqualTo(2);
  }

  @Test
  void aForgedPossessionIsRefused() throws IOException {
    keys("alice");
    keys("mallory");
    Path stolen = file("mallory").resolve("validator.json");
    String own = Files.readString(stolen);
    String others = Files.readString(file("alice").resolve("validator.json"));
    Files.writeString(stolen, own.replaceAll(line("blsKey"), matcher(others, "blsKey")));
    CommandRun run =
        CommandRun.of(
            "network",
            "genesis",
            "--validator",
            stolen.toString(),
            "--bond",
            "1000000000000",
            "--out",
            genesis());
    assertThat(run.status()).as(run.describe()).isEqualTo(2);
    assertThat(run.err()).contains("possession");
    assertThat(Path.of(genesis())).doesNotExist();
  }

  @Test
  void operatorsNeverSignWithADevelopmentKeyByAccident() {
    CommandRun run = CommandRun.of("validator", "leave", "--data", file("nobody").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("there is no operator's key");
  }

  private static String line(String name) {
    return "\"" + name + "\" : \"[^\"]*\"";
  }

  private static String matcher(String text, String name) {
    int start = text.indexOf('"' + name + "\" : ");
    return text.substring(start, text.indexOf('"', start + name.length() + 6) + 1);
  }

  private void genesisOf(String name) {
    CommandRun run =
        CommandRun.of(
            "network",
            "genesis",
            "--validator",
            keys(name).json().get("file").asString(),
            "--bond",
            "1000000000000",
            "--out",
            genesis());
    assertThat(run.status()).as(run.describe()).isZero();
  }

  private CommandRun keys(String name) {
    CommandRun run =
        CommandRun.of(
            "network",
            "keys",
            "--data",
            file(name).toString(),
            "--address",
            name + ".example.org:26656",
            "--json");
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private CommandRun init(String name, String... more) {
    String[] words = new String[more.length + 7];
    System.arraycopy(more, 0, words, 7, more.length);
    words[0] = "node";
    words[1] = "init";
    words[2] = "--json";
    words[3] = "--data";
    words[4] = file(name).toString();
    words[5] = "--genesis";
    words[6] = genesis();
    return CommandRun.of(words);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private String genesis() {
    return folder.resolve("genesis.json").toString();
  }
}
