package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.chain.block.Chain;
import weft.cli.node.Replay;
import weft.cli.testnet.NodeProcess;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.engine.cometbft.rpc.RpcAnswer;
import weft.engine.cometbft.rpc.SetMember;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorStatus;
import weft.node.NodeDirectory;
import weft.node.network.LocalNetwork;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.proof.Poll;
import weft.protocol.comet.CometBlockId;
import weft.protocol.comet.CometTime;
import weft.protocol.comet.PrecommitSignBytes;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// A validator whose key signed two blocks of one height loses a part of its bond and its place, on
/// all nodes alike, and the others go on.
final class DoubleSignTest {
  private static final int GUILTY = 3;
  private static final long HEIGHT = 2;
  private static final long SLASH_PERMILLE = 50;
  private static final long ASK_MS = 5_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void whoSignsTwiceIsSlashedAndJailedByAll() throws Exception {
    TestNetwork.requireEngine();
    List<NodeDirectory> directories;
    Address guilty;
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), TestNetwork.VALIDATORS, Map.of(), Map.of())) {
      directories = network.directories();
      network.start();
      network.awaitBlocks(3);
      try (EngineRpc rpc = new EngineRpc(network.node(0).rpc(), ASK_MS)) {
        JsonNode key = JsonMapper.shared().readTree(keyFile(directories.get(GUILTY)));
        guilty = Address.of(Bytes.fromHex(key.path("address").asString()));
        RpcAnswer<Bytes> taken = rpc.broadcastEvidence(evidence(rpc, key));
        assertThat(taken).isInstanceOf(RpcAnswer.Answered.class);
        for (NodeProcess node : network.nodes()) {
          awaitWithout(node, guilty);
        }
      }
      network.awaitBlocks(3);
    }
    Agreement.require(directories, List.of());
    for (NodeDirectory directory : directories) {
      try (RocksNodeStore store =
          RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
        ValidatorRecord record = new StateReader(store.state()).validator(guilty).orElseThrow();
        assertThat(record.status()).isEqualTo(ValidatorStatus.JAILED);
        assertThat(record.isTombstoned()).isTrue();
        Amount slashed = LocalNetwork.BOND.mulDivFloor(SLASH_PERMILLE, 1_000);
        assertThat(record.bond()).isEqualTo(LocalNetwork.BOND.minus(slashed));
        assertThat(Replay.run(directory.genesis(), store).head()).isEqualTo(store.head());
      }
    }
  }

  private static String keyFile(NodeDirectory directory) throws IOException {
    return Files.readString(
        directory.engine().path().resolve("config").resolve("priv_validator_key.json"));
  }

  private static void awaitWithout(NodeProcess node, Address guilty) throws Exception {
    try (EngineRpc rpc = new EngineRpc(node.rpc(), ASK_MS)) {
      Poll.require(
          "the set without the guilty validator at node " + node.index(),
          TestNetwork.WAIT_MS,
          () ->
              rpc.validators(Math.max(1, node.height()))
                  .toOptional()
                  .filter(set -> set.size() == TestNetwork.VALIDATORS - 1)
                  .filter(
                      set -> set.stream().noneMatch(one -> one.address().equals(guilty.bytes())))
                  .isPresent());
    }
  }

  /// Two votes of one height and round, as a second process with the same key would cast them.
  private static JsonNode evidence(EngineRpc rpc, JsonNode key) {
    List<SetMember> set = rpc.validators(HEIGHT).toOptional().orElseThrow();
    JsonNode header = rpc.header(HEIGHT).toOptional().orElseThrow();
    String address = key.path("address").asString();
    int index = 0;
    while (!set.get(index).address().equals(Bytes.fromHex(address))) {
      index++;
    }
    byte[] secret = Base64.getDecoder().decode(key.path("priv_key").path("value").asString());
    String time = header.path("time").asString();
    // Ordered by block, as CometBFT wants them.
    String voteA = vote("0", secret, address, index, time);
    String voteB = vote("f", secret, address, index, time);
    long power = set.stream().mapToLong(SetMember::power).sum();
    return JsonMapper.shared()
        .readTree(
            """
            {"type":"tendermint/DuplicateVoteEvidence","value":{"vote_a":%s,"vote_b":%s,
             "TotalVotingPower":"%d","ValidatorPower":"%d","Timestamp":"%s"}}\
            """
                .formatted(voteA, voteB, power, set.get(index).power(), time));
  }

  private static String vote(
      String digit, byte[] secret, String address, int index, String blockTime) {
    Bytes block = Bytes.fromHex(digit.repeat(64));
    Bytes parts = Sha256.hash(block).bytes();
    Instant time = Instant.parse(blockTime);
    Bytes signed =
        PrecommitSignBytes.of(
            Chain.engineName(TestNetwork.CHAIN_ID),
            HEIGHT,
            0,
            new CometBlockId(block, 1, parts),
            new CometTime(time.getEpochSecond(), time.getNano()));
    return """
    {"type":2,"height":"%d","round":0,
     "block_id":{"hash":"%s","parts":{"total":1,"hash":"%s"}},"timestamp":"%s",
     "validator_address":"%s","validator_index":%d,"signature":"%s",
     "extension":null,"extension_signature":null}\
    """
        .formatted(
            HEIGHT, upper(block), upper(parts), blockTime, address, index, sign(secret, signed));
  }

  private static String upper(Bytes bytes) {
    return bytes.toHex().toUpperCase(Locale.ROOT);
  }

  private static String sign(byte[] secret, Bytes message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(secret, 0));
    signer.update(message.toArray(), 0, message.size());
    return Base64.getEncoder().encodeToString(signer.generateSignature());
  }
}
