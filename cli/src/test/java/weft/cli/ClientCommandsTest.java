package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import weft.node.configuration.GenesisFile;

/// Each command that talks to a node, against a real one.
final class ClientCommandsTest {
  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningNode node;

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void start() {
    node = new RunningNode();
    done(node.run("rollup", "register", "shared"));
    done(node.run("submit", "shared", "--text", "first", "--wait"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private static CommandRun refused(CommandRun run, String code) {
    assertThat(run.status()).as(run.describe()).isEqualTo(1);
    assertThat(run.json().get("error").asString()).as(run.describe()).isEqualTo(code);
    assertThat(run.json().get("nextStep").asString()).isNotEmpty();
    return run;
  }

  @Test
  void aRollupIsRegisteredShownListedChangedAndClosed() {
    JsonNode registered = done(node.run("rollup", "register", "roll-one", "--json")).json();
    assertThat(registered.get("status").get("state").asString()).isEqualTo("soft");
    JsonNode shown = done(node.run("rollup", "show", "roll-one", "--json")).json();
    assertThat(shown.get("status").asString()).isEqualTo("active");
    assertThat(shown.get("terms").get("policy").asString()).isEqualTo("first-come");
    assertThat(done(node.run("rollup", "list")).out()).contains("roll-one").contains("shared");
    done(node.run("rollup", "change", "roll-one", "--policy", "priority"));
    assertThat(done(node.run("rollup", "show", "roll-one")).out())
        .contains("from block")
        .contains("priority");
    done(node.run("rollup", "register", "roll-two"));
    done(node.run("rollup", "close", "roll-two"));
    refused(node.run("rollup", "register", "roll-one", "--json"), "name-taken");
    refused(node.run("rollup", "show", "nobody-has-it", "--json"), "rollup-not-found");
    assertThat(node.run("rollup", "register", "X").status()).isEqualTo(2);
  }

  @Test
  void aRollupSellsTheHeadOfItsLane() {
    done(
        node.run(
            "rollup",
            "register",
            "seller",
            "--mechanism",
            "first/nucleolus/none,second/fixed/percent/3/5000",
            "--market-asset",
            "weft",
            "--reserve",
            "1_000",
            "--exclude",
            "shared"));
    assertThat(done(node.run("rollup", "show", "seller")).out())
        .contains("head       sold from 1,000 weft on")
        .contains("mechanism  first/nucleolus/none, weight 1, at most 500,000 nodes")
        .contains("mechanism  second/fixed/percent, weight 3, at most 5,000 nodes")
        .contains("partners   all")
        .contains("not with   shared");
    JsonNode market =
        done(node.run("rollup", "show", "seller", "--json")).json().get("terms").get("market");
    assertThat(market.get("reserve").asString()).isEqualTo("1000");
    JsonNode second = market.get("mechanisms").get(1);
    assertThat(second.get("weight").asLong()).isEqualTo(3);
    assertThat(second.get("mechanism").get("sharing").asString()).isEqualTo("fixed");
    done(node.run("rollup", "change", "seller", "--no-market"));
    assertThat(done(node.run("rollup", "show", "seller")).out()).contains("head       not sold");
  }

  @Test
  void marketOptionsThatMakeNoSenseAreWrongUsage() {
    for (String options :
        List.of(
            "--reserve 5",
            "--mechanism first/nucleolus/none",
            "--mechanism first/none --market-asset weft",
            "--mechanism first/nucleolus/none/0 --market-asset weft",
            "--mechanism first/nucleolus/sometimes --market-asset weft",
            "--no-market --reserve 5")) {
      List<String> words = new ArrayList<>(List.of("rollup", "register", "no-seller"));
      words.addAll(List.of(options.split(" ", -1)));
      assertThat(node.run(words.toArray(String[]::new)).status()).as(options).isEqualTo(2);
    }
  }

  @Test
  void whatBidsArePaidFromIsLockedAndTakenOut() {
    done(node.run("bid", "bond", "5_000", "--key", "dev:6"));
    done(node.run("bid", "unbond", "2_000", "--key", "dev:6"));
    refused(node.run("bid", "unbond", "3_001", "--key", "dev:6", "--json"), "bid-bond-too-low");
    assertThat(done(node.run("account", "dev:6")).out())
        .contains("bid bond  5,000 weft, of it on its way back 2,000");
    JsonNode bond = done(node.run("account", "dev:6", "--json")).json().get("bidBonds").get(0);
    assertThat(bond.get("held").asString()).isEqualTo("5000");
    assertThat(bond.get("leaving").asString()).isEqualTo("2000");
  }

  @Test
  void aPayloadIsSubmittedAndFollowed() {
    JsonNode sent = done(node.run("submit", "shared", "--hex", "0x0102", "--json")).json();
    String hash = sent.get("hash").asString();
    assertThat(sent.get("receipt").get("node").asString()).startsWith("0x");
    CommandRun followed = done(node.run("status", hash, "--follow"));
    assertThat(followed.out()).contains("soft");
    JsonNode status = done(node.run("status", hash, "--json")).json();
    assertThat(status.get("lanes").get(0).get("rollup").asString()).isEqualTo("shared");
    refused(node.run("status", "00".repeat(32), "--json"), "transaction-not-found");
    refused(node.run("submit", "no-such-rollup", "--text", "x", "--json"), "rollup-not-found");
    assertThat(node.run("submit", "shared").status()).isEqualTo(2);
    assertThat(node.run("submit", "shared", "--text", "a", "--hex", "00").status()).isEqualTo(2);
  }

  @Test
  void aReadableSignatureIsTakenToo() {
    assertThat(done(node.run("submit", "shared", "--text", "eip191", "--eip191", "--wait")).out())
        .contains("soft");
  }

  @Test
  void signOnlyPrintsTheTransactionAndSendsNothing() {
    String hex =
        done(node.run("submit", "shared", "--text", "x", "--sign-only", "--channel", "9")).out();
    assertThat(hex.strip()).matches("0x[0-9a-f]+");
    JsonNode document =
        done(node.run("submit", "shared", "--text", "x", "--sign-only", "--channel", "9", "--json"))
            .json();
    refused(node.run("status", document.get("hash").asString(), "--json"), "transaction-not-found");
  }

  @Test
  void aBundleGoesToSeveralLanes() {
    done(node.run("rollup", "register", "second-lane", "--key", "dev:5"));
    JsonNode status =
        done(node.run(
                "bundle",
                "shared=text:a",
                "second-lane=hex:00",
                "--wait",
                "--json",
                "--key",
                "dev:5"))
            .json()
            .get("status");
    assertThat(status.get("lanes")).hasSize(2);
    assertThat(node.run("bundle", "shared").status()).isEqualTo(2);
  }

  @Test
  void amountsMoveBetweenAccounts() {
    Path key = folder.resolve("user.key");
    String account =
        CommandRun.of("key", "new", "--file", key.toString(), "--json")
            .json()
            .get("account")
            .asString();
    done(node.run("transfer", account, "1_000", "--key", "dev:6"));
    assertThat(
            done(node.run("account", account, "--json"))
                .json()
                .get("balances")
                .get(0)
                .get("amount")
                .asString())
        .isEqualTo("1000");
    assertThat(done(node.run("account", account)).out()).contains("1,000 weft");
    refused(
        node.run("transfer", "dev:1", "5", "--key", key.toString(), "--json"),
        "insufficient-funds");
  }

  @Test
  void aSponsorPaysForAUserWithoutFunds() {
    Path key = folder.resolve("poor.key");
    CommandRun.of("key", "new", "--file", key.toString());
    done(node.run("rollup", "sponsor", "shared", "--max-total", "1000000000", "--key", "dev:7"));
    String[] submit = {
      "submit", "shared", "--text", "free", "--wait", "--key", key.toString(), "--sponsor", "dev:7"
    };
    done(node.run(submit));
    done(node.run("rollup", "unsponsor", "shared", "--key", "dev:7"));
    assertThat(node.run(submit).status()).isEqualTo(1);
  }

  @Test
  void feesAndParametersAreShown() {
    JsonNode fees = done(node.run("fees", "--json")).json();
    assertThat(fees.get("baseFeePerByte").asString()).matches("[0-9]+");
    assertThat(done(node.run("fees")).out()).contains("weft per byte");
    assertThat(CommandRun.of("parameter", "list").out()).contains("fee.byte-target");
    assertThat(done(node.run("parameter", "show")).out())
        .contains("fee.byte-target")
        .doesNotContain("validator.min-bond");
    JsonNode shown = done(node.run("parameter", "show", "fee.shares", "--json")).json();
    assertThat(shown.get("parameters").get(0).get("value").asString())
        .isEqualTo("3000/2000/5000/0");
  }

  @Test
  void whatOnlyNetworksHaveIsRefused() {
    assertThat(done(node.run("upgrade", "show")).out()).contains("none was decided");
    refused(node.run("validator", "show", "dev:0", "--json"), "validator-not-found");
    refused(node.run("validator", "unjail", "--key", "dev:0", "--json"), "not-a-network");
    CommandRun text = node.run("validator", "unjail", "--key", "dev:0");
    assertThat(text.err()).contains("[not-a-network]").contains("limit: 1 validator");
  }

  @Test
  void governanceApprovesAParameter() {
    CommandRun approved =
        done(node.run("parameter", "approve", "fee.byte-target", "4_194_304", "--after", "300"));
    assertThat(approved.out()).contains("soft");
    assertThat(approved.err()).contains("Decided: it takes effect at block ");
    refused(
        node.run("parameter", "approve", "asset-rate.usd", "1/1000", "--json"),
        "parameter-unknown");
    assertThat(node.run("parameter", "approve", "asset-rate.usd", "1/0").status()).isEqualTo(2);
    CommandRun unknown = node.run("parameter", "approve", "fee.byte-targt", "1");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("'fee.byte-target'");
    refused(
        node.run("parameter", "approve", "fee.byte-target", "4194304", "--key", "dev:8", "--json"),
        "not-governance");
  }

  @Test
  void aLaneIsFollowedAndShownVerified() {
    CommandRun followed = done(node.run("lane", "follow", "shared", "--from", "1", "--count", "1"));
    assertThat(followed.out()).contains("lane block 1").contains("\"first\"").contains("verified");
    assertThat(followed.err()).contains("Trusting the node once");
    JsonNode shown = done(node.run("lane", "show", "shared", "1", "--json")).json();
    assertThat(shown.get("entries").get(0).get("data").asString()).isEqualTo("0x6669727374");
    assertThat(node.run("lane", "follow", "shared", "--from", "0").status()).isEqualTo(2);
    refused(
        node.run("lane", "follow", "nobody-has-it", "--for", "1s", "--json"), "rollup-not-found");
  }

  @Test
  void anotherValidatorIsNotBelieved() {
    CommandRun shown = node.run("lane", "show", "shared", "1", "--validator", "dev:1", "--json");
    refused(shown, "not-verified");
  }

  @Test
  void proofsAreCheckedWithoutTheNode() throws IOException {
    Path genesis = folder.resolve("genesis.json");
    GenesisFile.write(genesis, node.genesis());
    for (String[] kind :
        new String[][] {
          {"lane", "prove", "shared", "1", "--payload", "0"},
          {"lane", "prove", "shared", "1"},
          {"lane", "prove", "shared", "--height", "1"}
        }) {
      Path file = Files.createTempFile(folder, "proof", ".json");
      String[] prove = new String[kind.length + 2];
      System.arraycopy(kind, 0, prove, 0, kind.length);
      prove[kind.length] = "--out";
      prove[kind.length + 1] = file.toString();
      done(node.run(prove));
      CommandRun verified =
          CommandRun.of(
              "lane", "verify", file.toString(), "--genesis", genesis.toString(), "--json");
      done(verified);
      assertThat(verified.json().get("verified").asBoolean()).isTrue();
      String changed = Files.readString(file).replaceFirst("(\"size\" : )1", "$12");
      Files.writeString(file, changed.replaceFirst("0x0([0-9a-f])", "0x1$1"));
      CommandRun forged =
          CommandRun.of(
              "lane", "verify", file.toString(), "--genesis", genesis.toString(), "--json");
      assertThat(forged.status()).as(forged.describe()).isEqualTo(1);
    }
  }

  @Test
  void anUnreachableNodeIsNamed() {
    CommandRun run = CommandRun.of("fees", "--node", "127.0.0.1:1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("127.0.0.1:1").contains("weft node start");
    assertThat(CommandRun.of("fees", "--node", "nonsense").status()).isEqualTo(2);
  }
}
