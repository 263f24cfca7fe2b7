package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.chain.block.Chain;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.engine.cometbft.rpc.RpcAnswer;
import weft.ledger.genesis.Genesis;
import weft.primitives.Hash32;
import weft.proof.Poll;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.comet.CometCommit;
import weft.protocol.comet.CometHeader;
import weft.protocol.comet.CometValidators;
import weft.protocol.comet.CommitVerifier;
import weft.protocol.light.LightClient;
import weft.protocol.light.TrustedPoint;
import weft.protocol.refusal.Checked;
import weft.protocol.validator.BlockStatement;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.WeftClient;

/// CometBFT's own light client and the two checks of this house judge the same running chain alike:
/// they take the same headers, and none takes a forged one.
final class LightClientComparisonTest {
  private static final int HEIGHTS = 6;
  private static final long ASK_MS = 5_000;
  private static final long TRUSTING_PERIOD_MS = 3_600_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void theSameHeadersAreTakenAndForgedOnesAreNot() throws Exception {
    TestNetwork.requireEngine();
    EngineBinary binary = ((EngineSearch.Found) EngineBinary.find()).binary();
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), TestNetwork.VALIDATORS, Map.of(), Map.of())) {
      network.start();
      network.awaitBlocks(HEIGHTS);
      Genesis genesis = network.node(0).directory().genesis();
      String chain = Chain.engineName(genesis.chainId());
      try (EngineRpc rpc = new EngineRpc(network.node(0).rpc(), ASK_MS);
          WeftClient client = network.node(1).connect(ClientConfig.defaults())) {
        Hash32 trusted = CometJson.header(value(rpc.commit(1)).at("/signed_header/header")).hash();
        List<String> engines =
            network.nodes().stream().map(node -> "http://" + node.rpc()).toList();
        LightClient ours =
            LightClient.startingAt(
                new TrustedPoint(genesis.chainId(), 1, genesis.firstValidators(), genesis.timeMs()),
                TRUSTING_PERIOD_MS);
        try (ForeignLightClient foreign =
            new ForeignLightClient(
                binary,
                folder.resolve("light"),
                chain,
                trusted,
                engines.get(2),
                List.of(engines.get(3)))) {
          awaitVerified(foreign, 1);
          for (long height = 2; height < 2 + HEIGHTS; height++) {
            Hash32 verified = awaitVerified(foreign, height);
            JsonNode told = value(rpc.commit(height)).path("signed_header");
            assertThat(judged(chain, rpc, height, told)).isInstanceOf(Verdict.Valid.class);
            assertThat(CometJson.header(told.path("header")).hash()).isEqualTo(verified);
            assertThat(attested(client, ours, height).blockHash()).isEqualTo(verified);
          }
        }
        long height = 2 + HEIGHTS;
        requireRefused(
            binary, chain, trusted, rpc, network, height, LightClientComparisonTest::otherAppHash);
        requireRefused(
            binary,
            chain,
            trusted,
            rpc,
            network,
            height,
            LightClientComparisonTest::otherSignatures);
        requireRefused(client, ours, height);
      }
    }
  }

  /// The foreign client's header of a height, which it took.
  private static Hash32 awaitVerified(ForeignLightClient foreign, long height) throws Exception {
    Poll.require(
        "CometBFT's light client takes height " + height + "; see " + foreign.log(),
        TestNetwork.WAIT_MS,
        () -> foreign.rpc().commit(height) instanceof RpcAnswer.Answered<JsonNode>);
    return CometJson.header(value(foreign.rpc().commit(height)).at("/signed_header/header")).hash();
  }

  private static Verdict<CometHeader> judged(
      String chain, EngineRpc rpc, long height, JsonNode signedHeader) {
    CometHeader header = CometJson.header(signedHeader.path("header"));
    CometCommit commit = CometJson.commit(signedHeader.path("commit"));
    CometValidators set = CometJson.validators(rpc.validators(height).toOptional().orElseThrow());
    return CommitVerifier.verify(chain, header.encode(), commit.encode(), set);
  }

  /// What this house's light client takes about a height.
  private static BlockStatement attested(WeftClient client, LightClient ours, long height) {
    AttestedAnchor anchor = anchor(client, height);
    return switch (ours.check(
        anchor.statement(), anchor.attestation(), System.currentTimeMillis())) {
      case Verdict.Valid<BlockStatement>(BlockStatement statement) -> statement;
      case Verdict.Invalid<BlockStatement>(String rule, String reason) ->
          throw new AssertionError(rule + " at height " + height + ": " + reason);
    };
  }

  private static AttestedAnchor anchor(WeftClient client, long height) {
    if (client.chain().attestation(height)
            instanceof Checked.Ok<AttestedHeight>(AttestedHeight attested)
        && attested.anchor().orElse(null) instanceof AttestedAnchor anchor) {
      return anchor;
    }
    throw new AssertionError("no attestation of height " + height);
  }

  /// Neither CometBFT's light client nor ours takes what a forger makes of a commit.
  private void requireRefused(
      EngineBinary binary,
      String chain,
      Hash32 trusted,
      EngineRpc rpc,
      TestNetwork network,
      long height,
      UnaryOperator<String> forge)
      throws Exception {
    String honest = JsonMapper.shared().writeValueAsString(value(rpc.commit(height)));
    JsonNode forged = JsonMapper.shared().readTree(forge.apply(honest)).path("signed_header");
    assertThat(judged(chain, rpc, height, forged)).isInstanceOf(Verdict.Invalid.class);
    try (ForgingProxy primary = new ForgingProxy(network.node(2).rpc(), forge);
        ForgingProxy witness = new ForgingProxy(network.node(3).rpc(), forge);
        ForeignLightClient foreign =
            new ForeignLightClient(
                binary,
                Files.createTempDirectory(folder, "forged"),
                chain,
                trusted,
                primary.url(),
                List.of(witness.url()))) {
      awaitVerified(foreign, 1);
      RpcAnswer<JsonNode> answer = foreign.rpc().commit(height);
      assertThat(answer)
          .as("the forged commit; see %s", foreign.log())
          .isInstanceOfSatisfying(
              RpcAnswer.Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo(RpcAnswer.Reason.REFUSED));
    }
  }

  private static void requireRefused(WeftClient client, LightClient ours, long height) {
    AttestedAnchor anchor = anchor(client, height);
    BlockStatement honest = anchor.statement();
    BlockStatement forged =
        new BlockStatement(
            honest.chainId(),
            honest.height(),
            honest.timeMs(),
            honest.blockHash(),
            honest.lanesRoot(),
            honest.laneCount(),
            Hash32.ZERO,
            honest.nextValidatorsHash());
    assertThat(ours.check(forged, anchor.attestation(), System.currentTimeMillis()))
        .isInstanceOf(Verdict.Invalid.class);
  }

  private static String otherAppHash(String answer) {
    return answer.replaceFirst("(\"app_hash\":\")[0-9A-F]{2}", "$100");
  }

  /// Each signature with other first bytes.
  private static String otherSignatures(String answer) {
    return answer.replaceAll("(\"signature\":\")[A-Za-z0-9+/]{8}", "$1AAAAAAAA");
  }

  private static JsonNode value(RpcAnswer<JsonNode> answer) {
    return answer.toOptional().orElseThrow(() -> new AssertionError(answer.toString()));
  }
}
