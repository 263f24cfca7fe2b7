package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import weft.ledger.state.Keys;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.TestNode;
import weft.node.api.json.WireJsonReader;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hex;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.TrustedValidator;
import weft.protocol.codec.StateWire;
import weft.protocol.refusal.Checked;
import weft.protocol.state.StateVerifier;
import weft.protocol.state.VerifiedState;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.protocol.verdict.Verdict;
import weft.protocol.wire.StateProof;

/// Blocks, accounts, registry, fees and state over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChainRoutesTest {
  private TestNode node;
  private HttpCalls http;

  @BeforeAll
  void start() {
    node = TestNode.start();
    http = new HttpCalls(node.httpPort());
  }

  @AfterAll
  void stop() {
    http.close();
    node.close();
  }

  @Test
  void statusNamesTheChainAndHowFarItCame() {
    JsonNode status = http.get("/v1/status").json();
    assertThat(status.get("version").asString()).isEqualTo("test");
    assertThat(status.get("chainId").asLong()).isEqualTo(TestNode.CHAIN_ID);
    assertThat(status.get("genesisHash").asString())
        .isEqualTo(node.services().genesisHash().toString());
    assertThat(status.get("node").asString()).isEqualTo(TestNode.NODE.address().toString());
    assertThat(status.get("validator").asString())
        .isEqualTo(TestNode.VALIDATOR.address().toString());
    assertThat(status.get("height").asLong()).isGreaterThanOrEqualTo(2);
    assertThat(status.get("earliestHeight").asLong()).isEqualTo(1);
    assertThat(status.get("defaultAsset").asString()).isEqualTo("weft");
  }

  @Test
  void aBlockIsReadByHeightOrAsTheLatest() {
    Transaction transaction = node.sign(TestNode.BOB, TestNode.payload(TestNode.WEST, "block"));
    node.submit(transaction);
    long height = node.block().header().height();
    JsonNode block = http.get("/v1/blocks/" + height + "?transactions=true").json();
    assertThat(block.get("transactions").get(0).asString())
        .isEqualTo("0x" + transaction.envelope().toHex());
    assertThat(block.get("transactionHashes").get(0).asString())
        .isEqualTo(transaction.hash().toString());
    JsonNode latest = http.get("/v1/blocks/latest").json();
    assertThat(latest.get("blockHash")).isEqualTo(block.get("blockHash"));
    assertThat(latest.get("transactions").size()).isZero();
    BlockHeader header =
        BlockHeader.decode(Bytes.fromHex(latest.get("anchor").get("header").asString()));
    assertThat(header.hash().toString()).isEqualTo(latest.get("blockHash").asString());
    assertRefused("/v1/blocks/99999", 404, "height-not-found");
    assertRefused("/v1/blocks/newest", 400, "invalid-field");
  }

  @Test
  void anAccountShowsBalancesAndBothNextSequences() {
    String path = "/v1/accounts/" + TestNode.ALICE.address();
    JsonNode before = http.get(path).json();
    assertThat(before.get("account").asString()).isEqualTo(TestNode.ALICE.address().toString());
    long next = before.get("channels").get(0).get("nextSequence").asLong();
    node.submit(node.sign(TestNode.ALICE, TestNode.payload(TestNode.WEST, "account")));
    JsonNode channel = http.get(path).json().get("channels").get(0);
    assertThat(channel.get("nextSequence").asLong()).isEqualTo(next);
    assertThat(channel.get("nextPendingSequence").asLong()).isEqualTo(next + 1);
    node.block();
    JsonNode after = http.get(path).json();
    assertThat(after.get("channels").get(0).get("nextSequence").asLong()).isEqualTo(next + 1);
    assertThat(balance(after)).isLessThan(balance(before));
    JsonNode untouched = http.get("/v1/accounts/0x" + "00".repeat(19) + "01").json();
    assertThat(untouched.get("balances").size()).isZero();
    assertThat(untouched.get("channels").get(0).get("nextSequence").asLong()).isZero();
    assertRefused("/v1/accounts/0x00", 400, "invalid-field");
  }

  @Test
  void aChannelIsShownFromItsFirstPendingTransactionOn() {
    String path = "/v1/accounts/" + TestNode.BOB.address();
    for (Nonce nonce : List.of(new Nonce(9, 1), new Nonce(7, 0), new Nonce(7, 1))) {
      Amount maxFee = Amount.of(1_000_000_000_000L);
      node.submit(
          TestNode.signAt(
              TestNode.BOB, nonce, maxFee, TestNode.payload(TestNode.WEST, nonce.toString())));
    }
    assertThat(channels(http.get(path).json()))
        .as("two ready in channel 7, one in channel 9 that waits for its first")
        .containsExactly(List.of(7L, 0L, 2L), List.of(9L, 0L, 0L));
    node.block();
    assertThat(channels(http.get(path).json()))
        .containsExactly(List.of(7L, 2L, 2L), List.of(9L, 0L, 0L));
  }

  /// The number, the next sequence, and the next one after what is pending, of each channel but the
  /// first.
  private static List<List<Long>> channels(JsonNode account) {
    return account
        .get("channels")
        .valueStream()
        .skip(1)
        .map(
            channel ->
                Stream.of("channel", "nextSequence", "nextPendingSequence")
                    .map(member -> channel.get(member).asLong())
                    .toList())
        .toList();
  }

  @Test
  void rollupsAreListedByName() {
    JsonNode all = http.get("/v1/rollups").json().get("rollups");
    assertThat(all.valueStream().map(one -> one.get("name").asString()))
        .containsExactly("amm-east", "amm-west");
    assertThat(http.get("/v1/rollups?after=amm-east").json().get("rollups")).hasSize(1);
    assertThat(http.get("/v1/rollups?count=1").json().get("rollups")).hasSize(1);
    JsonNode east = http.get("/v1/rollups/amm-east").json();
    assertThat(east).isEqualTo(all.get(0));
    assertThat(east.get("rollupId").asString()).isEqualTo(TestNode.EAST.hash().toString());
    assertThat(east.get("owner").asString()).isEqualTo(TestNode.OWNER.address().toString());
    assertThat(east.get("terms").get("policy").asString()).isEqualTo("first-come");
    assertThat(east.get("status").asString()).isEqualTo("active");
    assertThat(east.has("announcedHeight")).isFalse();
    assertRefused("/v1/rollups/nobody", 404, "rollup-not-found");
    assertRefused("/v1/rollups?after=NO", 400, "invalid-field");
  }

  @Test
  void sponsorshipsAndFeesAreShown() {
    String path = "/v1/rollups/amm-east/sponsorships/" + TestNode.OWNER.address();
    JsonNode sponsorship = http.get(path + "?sender=" + TestNode.BOB.address()).json();
    assertThat(sponsorship.get("maxTotal").asString()).isEqualTo("1000000000");
    assertThat(sponsorship.get("usedBySender").asString()).isEqualTo("0");
    assertRefused(
        "/v1/rollups/amm-east/sponsorships/" + TestNode.BOB.address(),
        404,
        "sponsorship-not-found");
    assertRefused(
        "/v1/rollups/nobody/sponsorships/" + TestNode.BOB.address(), 404, "rollup-not-found");
    assertRefused(path + "?sender=0x12", 400, "invalid-field");
    JsonNode fees = http.get("/v1/fees").json();
    assertThat(fees.get("defaultAsset").asString()).isEqualTo("weft");
    assertThat(Amount.parse(fees.get("baseFeePerByte").asString()))
        .isGreaterThanOrEqualTo(Amount.of(100));
    assertThat(fees.get("lanes").get(0).get("rollup").asString()).isEqualTo("amm-east");
    assertThat(fees.get("assets").get(0).get("numerator").asLong()).isEqualTo(2);
  }

  @Test
  void stateIsProvenAgainstTheRootThatTheCommitSigns() {
    assertThat(verified(Keys.CHAIN)).isPresent();
    assertThat(verified(Bytes.utf8("there is no such key"))).isEmpty();
    assertRefused("/v1/state/0x", 400, "invalid-field");
    assertRefused("/v1/state/chain", 400, "invalid-field");
    assertRefused("/v1/state/0x" + "00".repeat(1_025), 400, "invalid-field");
  }

  private Optional<Bytes> verified(Bytes key) {
    TrustedValidator trusted =
        new TrustedValidator(TestNode.CHAIN_ID, TestNode.VALIDATOR.address());
    return switch (StateVerifier.verify(StateWire.fromWire(state(key)), key, trusted)) {
      case Verdict.Valid<VerifiedState>(VerifiedState state) -> state.value();
      case Verdict.Invalid<VerifiedState> invalid -> throw new AssertionError(invalid.toString());
    };
  }

  private StateProof state(Bytes key) {
    Answer answer = http.get("/v1/state/" + Hex.encode0x(key.toArray()));
    StateProof.Builder wire = StateProof.newBuilder();
    assertThat(WireJsonReader.read(answer.text().getBytes(StandardCharsets.UTF_8), wire))
        .as(answer.text())
        .isInstanceOf(Checked.Ok.class);
    return wire.build();
  }

  private static Amount balance(JsonNode account) {
    return Amount.parse(account.get("balances").get(0).get("amount").asString());
  }

  private void assertRefused(String path, int status, String code) {
    Answer answer = http.get(path);
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(status);
    assertThat(answer.json().get("code").asString()).as(path).isEqualTo(code);
  }
}
