package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.cli.OperatorCommands.height;
import static weft.cli.OperatorCommands.refused;
import static weft.cli.OperatorCommands.run;
import static weft.cli.OperatorCommands.text;
import static weft.cli.OperatorCommands.with;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import weft.cli.testnet.NetworkProcesses;
import weft.cli.testnet.NodeProcess;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.node.NodeDirectory;
import weft.node.network.FreePorts;
import weft.node.network.LocalNetwork;
import weft.proof.Poll;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// What operators do, from their keys to an upgrade, with the commands that they use, on a network
/// of real nodes and engines. Powers are such that no two of three have more than two thirds.
final class NetworkOperationsTest {
  private static final long WAIT_MS = 120_000;
  private static final String TRILLION = "1000000000000";
  private static final int UNBONDING_BLOCKS = 150;

  /// Time for a few commands, at fifteen blocks a second.
  private static final int NOTICE_BLOCKS = 120;

  private static final List<String> PARAMETERS =
      List.of(
          "change.min-delay-blocks=20",
          "fee.shares=0/10000/0/0",
          "validator.unbonding-blocks=" + UNBONDING_BLOCKS,
          "validator.max-missed-blocks=40",
          "validator.jail-blocks=60");

  @TempDir private Path folder = Path.of(".");

  private final LocalNetwork.Ports ports = FreePorts.find(3);

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void operatorsRunANetworkFromItsGenesisToAnUpgrade() throws Exception {
    requireEngine();
    String peers = makeGenesis();
    assertThat(init(0, peers).get("inGenesis").asBoolean()).isTrue();
    assertThat(init(1, peers).get("inGenesis").asBoolean()).isTrue();
    JsonNode joiner = init(2, peers, "--validator");
    assertThat(joiner.get("inGenesis").asBoolean()).isFalse();
    assertThat(joiner.get("join").asString()).contains("weft validator join").contains(TRILLION);
    for (int node = 0; node < 3; node++) {
      assertOnlyTheOwnerReads(data(node));
    }
    assertExposedKeysAreRefused(data(0));
    try (NetworkProcesses network = NetworkProcesses.open(folder)) {
      network.startAll();
      network.await(3, WAIT_MS);
      feesAreDividedByPower(network);
      aValidatorJoinsAndAddsToItsBond(network, joiner.get("operator").asString());
      aParameterChangesAtItsHeight(network);
      whoWasAwayComesBack(network);
      aValidatorLeavesWithItsBond(network);
      oldSoftwareStopsForAnUpgrade(network);
    }
    everyBlockIsExecutedAgain();
  }

  /// Each operator makes keys alone; one of them gets the public files, and nothing else.
  private String makeGenesis() {
    List<String> words = new ArrayList<>(List.of("network", "genesis", "--out", genesis()));
    for (int node = 0; node < 2; node++) {
      Path handedOver = folder.resolve("public" + node + ".json");
      run(
          "network",
          "keys",
          "--data",
          data(node).toString(),
          "--address",
          peer(node),
          "--out",
          handedOver.toString());
      words.addAll(List.of("--validator", handedOver + (node == 0 ? "=4" : "=2") + "000000000000"));
    }
    words.addAll(List.of("--dev-accounts", "--operator-balance", TRILLION));
    PARAMETERS.forEach(parameter -> words.addAll(List.of("--parameter", parameter)));
    JsonNode made = run(words.toArray(String[]::new));
    assertThat(made.get("validators")).hasSize(2);
    return made.get("peers").asString();
  }

  private JsonNode init(int node, String peers, String... more) {
    List<String> words =
        List.of(
            "node",
            "init",
            "--data",
            data(node).toString(),
            "--genesis",
            genesis(),
            "--peer",
            peers,
            "--peer-address",
            peer(node),
            "--rpc-address",
            LocalNetwork.host(node) + ":" + ports.rpc(),
            "--set",
            "engine.profile=alone",
            "--set",
            "api.host=" + LocalNetwork.host(node),
            "--set",
            "api.http-port=" + ports.http(),
            "--set",
            "api.grpc-port=" + ports.grpc());
    return run(with(words, more));
  }

  private void feesAreDividedByPower(NetworkProcesses network) {
    NodeProcess node = network.node(1);
    for (int i = 0; i < 3; i++) {
      run("transfer", "dev:2", "1000", "--key", "dev:1", "--node", node.grpc());
    }
    BigInteger first = amount(show(0, node), "claimable");
    BigInteger second = amount(show(1, node), "claimable");
    // 4 and 2 of 6, rounded down three times.
    BigInteger rounded = first.subtract(second.multiply(BigInteger.TWO));
    assertThat(second).isPositive();
    assertThat(rounded).isBetween(BigInteger.ZERO, BigInteger.valueOf(3));

    BigInteger before = balance(0, node);
    JsonNode claim = as(0, node, "claim");
    assertThat(balance(0, node))
        .isEqualTo(before.add(first).subtract(amount(claim.get("status"), "fee")));
  }

  private void aValidatorJoinsAndAddsToItsBond(NetworkProcesses network, String operator) {
    NodeProcess node = network.node(0);
    String[] join =
        with(List.of("validator", "join", "--data", data(2).toString(), "--node", node.grpc()));
    run("transfer", operator, "4000000000000", "--node", node.grpc());
    refused("bond-too-low", "bond", "at least " + TRILLION, with(join, "--bond", "1"));
    refused("insufficient-funds", "bond", "3999999", with(join, "--bond", "9000000000000"));
    refusedTo(2, node, "validator-not-found", "account", "", "validator", "add-bond", "1");

    JsonNode sent = run(with(join, "--bond", "2000000000000"));
    long joined = height(sent);
    assertThat(sent.get("fromHeight").asLong()).isEqualTo(joined + 2);
    assertThat(powerAt(joined + 1, network)).isEqualTo(6_000);
    assertThat(powerAt(joined + 2, network)).isEqualTo(8_000);
    refused("validator-exists", "account", "1 validator", with(join, "--bond", TRILLION));

    long added = height(as(2, network.node(2), "validator", "add-bond", TRILLION));
    assertThat(powerAt(added + 1, network)).isEqualTo(8_000);
    assertThat(powerAt(added + 2, network)).isEqualTo(9_000);
    assertThat(show(2, node).get("power").asLong()).isEqualTo(3_000);
  }

  private void aParameterChangesAtItsHeight(NetworkProcesses network) throws Exception {
    NodeProcess node = network.node(0);
    long height = node.height() + NOTICE_BLOCKS;
    String[] approve = {
      "parameter", "approve", "fee.byte-target", "1000000", "--at-height", String.valueOf(height)
    };
    refused(
        "not-governance",
        "account",
        "3 validators",
        with(approve, "--key", "dev:5", "--node", node.grpc()));
    refusedTo(
        0,
        node,
        "activation-too-soon",
        "activation_height",
        "height ",
        "parameter",
        "approve",
        "fee.byte-target",
        "1000000",
        "--at-height",
        "1");
    refused("usage", "fee.byte-targt", "", "parameter", "approve", "fee.byte-targt", "1");

    assertThat(text(data(0), node, approve)).contains("4,000 of 9,000 power");
    refusedTo(0, node, "already-approved", "name", "4000 of 9000 power", approve);
    assertThat(text(data(1), node, approve)).contains("6,000 of 9,000 power");
    assertThat(text(data(2), node, approve)).contains("Decided").contains("block ");
    boolean isReached = false;
    while (!isReached) {
      isReached = node.height() >= height;
      String value =
          run("parameter", "show", "fee.byte-target", "--node", node.grpc())
              .get("parameters")
              .get(0)
              .get("value")
              .asString();
      if (isReached || node.height() < height) {
        assertThat(value).isEqualTo(isReached ? "1000000" : "8388608");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void whoWasAwayComesBack(NetworkProcesses network) throws Exception {
    NodeProcess node = network.node(0);
    NodeProcess away = network.node(1);
    refusedTo(1, node, "not-jailed", "active", "", "validator", "unjail");
    assertThat(away.stop()).isTrue();
    Poll.require("jailed", WAIT_MS, () -> show(1, node).get("status").asString().equals("jailed"));
    JsonNode jailed = show(1, node);
    long until = jailed.get("jailedUntil").asLong();
    refusedTo(1, node, "still-jailed", "jail", "height " + until, "validator", "unjail");
    away.start();
    assertThat(away.await(until, WAIT_MS)).as(away.lastLines(30)).isTrue();
    assertThat(show(1, node).get("power").asLong()).isZero();
    assertThat(show(1, node).get("bond").asString()).isEqualTo("2000000000000");
    long back = height(as(1, away, "validator", "unjail"));
    assertThat(powerAt(back + 1, network)).isEqualTo(7_000);
    assertThat(powerAt(back + 2, network)).isEqualTo(9_000);
    assertThat(show(1, node).get("status").asString()).isEqualTo("active");
  }

  private void aValidatorLeavesWithItsBond(NetworkProcesses network) throws Exception {
    NodeProcess node = network.node(0);
    JsonNode leave = as(2, node, "validator", "leave");
    long left = height(leave);
    assertThat(leave.get("bondHeight").asLong()).isEqualTo(left + UNBONDING_BLOCKS);
    assertThat(powerAt(left + 1, network)).isEqualTo(9_000);
    assertThat(powerAt(left + 2, network)).isEqualTo(6_000);
    refusedTo(2, node, "validator-leaving", "leaving", "", "validator", "add-bond", "1");
    BigInteger bond = new BigInteger("3000000000000");
    JsonNode leaving = show(2, node);
    assertThat(leaving.get("status").asString()).isEqualTo("leaving");
    assertThat(amount(leaving, "bond")).isEqualTo(bond);
    if (node.height() < left + UNBONDING_BLOCKS) {
      assertThat(amount(leaving, "claimable")).isLessThan(bond);
    }
    assertThat(node.await(left + UNBONDING_BLOCKS, WAIT_MS)).as(node.lastLines(30)).isTrue();
    BigInteger before = balance(2, node);
    BigInteger fee = amount(as(2, node, "claim").get("status"), "fee");
    assertThat(balance(2, node)).isGreaterThanOrEqualTo(before.add(bond).subtract(fee));
    refusedTo(2, node, "validator-not-found", "account", "", "validator", "leave");
  }

  /// With 4 of 6 power, exactly two thirds, nothing is decided.
  private void oldSoftwareStopsForAnUpgrade(NetworkProcesses network) throws Exception {
    NodeProcess node = network.node(0);
    long height = node.height() + NOTICE_BLOCKS;
    String hash = "0x" + "11".repeat(32);
    String[] announce = {
      "upgrade", "announce", "v2", "--height", String.valueOf(height), "--hash", hash
    };
    refusedTo(
        0,
        node,
        "activation-too-soon",
        "activation_height",
        "height ",
        "upgrade",
        "announce",
        "v2",
        "--height",
        "1",
        "--hash",
        hash);
    assertThat(text(data(0), node, announce)).contains("4,000 of 6,000 power");
    assertThat(run("upgrade", "show", "--node", node.grpc()).get("decided").asBoolean()).isFalse();
    assertThat(text(data(1), node, announce)).contains("Decided");
    JsonNode decided = run("upgrade", "show", "--node", node.grpc());
    assertThat(decided.get("activationHeight").asLong()).isEqualTo(height);
    assertThat(decided.get("hash").asString()).isEqualTo(hash);

    awaitUpgradeStops(network, height);
    network.startAll();
    awaitUpgradeStops(network, height);
  }

  /// Through joining, jail, parameters and leaving, to the state that every node has.
  private void everyBlockIsExecutedAgain() {
    JsonNode replayed = run("node", "replay", "--data", data(0).toString());
    assertThat(replayed.get("transactions").asLong()).isGreaterThan(10);
    for (int node = 0; node < 3; node++) {
      Path stored = new NodeDirectory(data(node)).store();
      try (RocksNodeStore store = RocksNodeStore.open(stored, StoreSettings.defaults())) {
        assertThat(store.head().height()).isEqualTo(replayed.get("height").asLong());
        assertThat(store.head().appHash().toString()).isEqualTo(replayed.get("appHash").asString());
      }
    }
  }

  /// Every node, validator or not, ends after the last block that it may execute.
  private static void awaitUpgradeStops(NetworkProcesses network, long height) throws Exception {
    for (NodeProcess each : network.nodes()) {
      Poll.require("node " + each.index() + " ends", WAIT_MS, () -> !each.isAlive());
      assertThat(each.exitStatus()).as(each.lastLines(40)).isEqualTo(OptionalInt.of(3));
      assertThat(each.lastLines(40))
          .contains("stopped height=" + (height - 1))
          .contains("the upgrade \"v2\" (0x1111")
          .contains("is required from height " + height)
          .contains("Install the release of that upgrade");
    }
  }

  private JsonNode as(int node, NodeProcess asked, String... words) {
    return OperatorCommands.as(data(node), asked, words);
  }

  private JsonNode show(int node, NodeProcess asked) {
    return as(node, asked, "validator", "show");
  }

  private BigInteger balance(int node, NodeProcess asked) {
    return amount(as(node, asked, "account").get("balances").get(0), "amount");
  }

  private static BigInteger amount(JsonNode document, String name) {
    return new BigInteger(document.get(name).asString());
  }

  private void refusedTo(
      int node, NodeProcess asked, String code, String field, String limit, String... words) {
    refused(
        code, field, limit, with(words, "--data", data(node).toString(), "--node", asked.grpc()));
  }

  /// The power of the set that attests a height, which an attestation of that set proves.
  private long powerAt(long height, NetworkProcesses network) {
    NodeProcess node = network.node(0);
    try {
      // The attestation of a height comes with the next block or two.
      assertThat(node.await(height + 3, WAIT_MS)).as(node.lastLines(30)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return run(
            "attestation",
            "show",
            String.valueOf(height),
            "--trust",
            genesis(),
            "--node",
            node.grpc())
        .get("totalPower")
        .asLong();
  }

  private Path data(int node) {
    return folder.resolve("node" + node);
  }

  private String genesis() {
    return folder.resolve("network.json").toString();
  }

  private String peer(int node) {
    return LocalNetwork.host(node) + ":" + ports.peer();
  }

  private static void assertOnlyTheOwnerReads(Path data) throws IOException {
    for (String file :
        List.of(
            "keys/operator.key",
            "keys/attestation.key",
            "keys/node.key",
            "engine/config/priv_validator_key.json",
            "engine/config/node_key.json",
            "engine/data/priv_validator_state.json")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  private static void assertExposedKeysAreRefused(Path data) throws IOException {
    Path key = data.resolve("engine/config/priv_validator_key.json");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    refused(
        "configuration", key.toString(), "chmod 600", "node", "start", "--data", data.toString());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private static void requireEngine() {
    if (EngineBinary.find() instanceof EngineSearch.Missing(String message, String nextStep)) {
      Assumptions.abort(message + ". " + nextStep);
    }
  }
}
