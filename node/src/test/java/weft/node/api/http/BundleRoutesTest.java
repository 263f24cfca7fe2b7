package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.chain.store.CommittedBlock;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.TestNode;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Keccak256;
import weft.primitives.PrivateKey;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.orderflow.Hint;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.ExclusiveGroup;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

/// Bundles of searchers over a real socket, up to the block.
final class BundleRoutesTest {
  private static final RollupId NORTH = RollupId.of("north");
  private static final UUID GROUP = UUID.fromString("9d9ab9b0-1c2d-4c58-b3c4-5a6b7c8d9e0f");
  private static final Amount MAX_FEE = Amount.of(1_000_000_000L);
  private static final AssetId WEFT = TestNode.WEFT;

  private TestNode node;
  private HttpCalls http;
  private long height;

  @BeforeEach
  void start() {
    node = TestNode.start();
    http = new HttpCalls(node.httpPort());
    node.submit(node.sign(TestNode.OWNER, new Action.RegisterRollup(NORTH, TestNode.selling(3))));
    for (PrivateKey bidder : List.of(TestNode.ALICE, TestNode.BOB)) {
      node.submit(node.sign(bidder, new Action.BondBids(WEFT, Amount.of(1_000_000_000_000L))));
    }
    height = node.block().header().height();
  }

  @AfterEach
  void stop() {
    http.close();
    node.close();
  }

  @Test
  void aPrivateTransactionIsKeptBackWithWhatMayBeTold() {
    Transaction swap =
        TestNode.signAt(
            TestNode.ALICE,
            new Nonce(5, 0),
            MAX_FEE,
            TestNode.payload(NORTH, "swap"),
            new Action.RefundTerms(TestNode.BOB.address(), 70));
    String refund = "\"validity\":{\"refund\":[{\"address\":\"%s\",\"percent\":%d}]}";
    String wish =
        "{\"tx\":%s,\"preferences\":{\"fast\":true,\"privacy\":{\"hints\":[\"hash\",\"calldata\"]},%s},"
            + "\"weft\":{\"forMs\":5000,\"then\":\"expire\"}}";
    JsonNode wrong =
        post(
            TestNode.BOB,
            request(
                "eth_sendPrivateTransaction",
                wish.formatted(hex(swap), refund.formatted(TestNode.BOB.address(), 71))));
    assertThat(wrong.get("error").get("data").get("field").asString())
        .isEqualTo("params[0].preferences.validity.refund[0]");
    JsonNode sent =
        post(
            TestNode.BOB,
            request(
                "eth_sendPrivateTransaction",
                wish.formatted(hex(swap), refund.formatted(TestNode.BOB.address(), 70))));
    assertThat(sent.get("result").asString()).isEqualTo(swap.hash().toString());
    Hint hint = node.services().hints().hints().getFirst();
    assertThat(hint.hash()).isEqualTo(swap.hash());
    assertThat(hint.payloads()).hasSize(1);
    assertThat(hint.rollups()).isEmpty();
    assertThat(node.block().transactions()).isEmpty();
  }

  @Test
  void hintsThatTakeAnExecutionAreRefusedByName() {
    String wish =
        "{\"tx\":%s,\"preferences\":{\"privacy\":{\"hints\":[\"logs\"]}}}"
            .formatted(hex(payload(TestNode.ALICE, 6)));
    JsonNode error = post(TestNode.BOB, request("eth_sendPrivateTransaction", wish)).get("error");
    assertThat(error.get("code").asInt()).isEqualTo(-32602);
    assertThat(error.get("data").get("field").asString())
        .isEqualTo("params[0].preferences.privacy.hints");
  }

  private static Transaction payload(PrivateKey key, long channel) {
    return TestNode.signAt(
        key,
        new Nonce(channel, 0),
        MAX_FEE,
        TestNode.payload(NORTH, "first"),
        new Action.OnlyInPackage());
  }

  private static Transaction bid(
      PrivateKey key, long sequence, long amount, long at, List<Hash32> named) {
    Action.Bid terms =
        new Action.Bid(
            List.of(NORTH),
            named,
            WEFT,
            Amount.of(amount),
            at,
            ExclusiveGroup.of(GROUP),
            Amount.ZERO,
            List.of());
    return signed(key, new Nonce(1, sequence), at, List.of(terms));
  }

  private static Transaction signed(
      PrivateKey key, Nonce nonce, long lastHeight, List<Action> actions) {
    TransactionBody body =
        new TransactionBody(
            TestNode.CHAIN_ID,
            key.address(),
            nonce,
            lastHeight,
            0,
            WEFT,
            MAX_FEE,
            Amount.ZERO,
            java.util.Optional.empty(),
            actions);
    return TransactionSigner.sign(body, SignatureScheme.EIP712, key);
  }

  private static String hex(Transaction transaction) {
    return "\"0x" + transaction.envelope().toHex() + "\"";
  }

  private static String send(String txs, long at, Transaction bid, String more) {
    return request(
        "eth_sendBundle",
        "{\"txs\":[%s],\"blockNumber\":\"0x%x\",\"replacementUuid\":\"%s\",%s\"weft\":{\"bid\":%s}}"
            .formatted(txs, at, GROUP, more, hex(bid)));
  }

  private static String request(String method, String parameter) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":[%s]}"
        .formatted(method, parameter);
  }

  /// As Flashbots says: `personal_sign` over the hexadecimal Keccak-256 of the body.
  private static String header(PrivateKey key, String body) {
    String text = "0x" + Keccak256.hash(Bytes.utf8(body)).toHex();
    Hash32 digest =
        Keccak256.hash(Bytes.utf8("\u0019Ethereum Signed Message:\n66"), Bytes.utf8(text));
    return key.address() + ":" + key.sign(digest);
  }

  private JsonNode post(PrivateKey signer, String body) {
    HttpCalls.Answer answer =
        http.post(BundleRoutes.PATH, body, "X-Flashbots-Signature", header(signer, body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode done(PrivateKey signer, String body) {
    JsonNode answer = post(signer, body);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    assertThat(answer.get("id").asInt()).isEqualTo(7);
    return answer.get("result");
  }

  private void refused(PrivateKey signer, String body, int rpcCode, String code, String field) {
    JsonNode answer = post(signer, body);
    assertThat(answer.has("error")).as(answer.toString()).isTrue();
    JsonNode error = answer.get("error");
    assertThat(error.get("code").asInt()).as(answer.toString()).isEqualTo(rpcCode);
    assertThat(error.get("message").asString()).isNotEmpty();
    assertThat(error.get("data").get("code").asString()).as(answer.toString()).isEqualTo(code);
    assertThat(error.get("data").path("field").asString("")).isEqualTo(field);
    assertThat(error.get("data").get("nextStep").asString()).isNotEmpty();
  }

  @Test
  void aBundleWinsItsBlock() {
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction bid = bid(TestNode.ALICE, 0, 50, height + 1, List.of(payload.hash()));

    JsonNode result =
        done(TestNode.ALICE, send(hex(payload), height + 1, bid, "\"minTimestamp\":0,"));

    assertThat(result.get("bundleHash").asString())
        .isEqualTo(Keccak256.hash(payload.hash().bytes()).toString());
    assertThat(result.get("bidHash").asString()).isEqualTo(bid.hash().toString());
    CommittedBlock block = node.block();
    AuctionRecord auctions = block.auctions().orElseThrow();
    assertThat(auctions.auctions().getFirst().winners().getFirst().bid()).isEqualTo(bid.hash());
    assertThat(block.transactions())
        .extracting(one -> one.transaction().hash())
        .contains(payload.hash());
  }

  @Test
  void aBundleMayNameWhatWaitsByItsHash() {
    Transaction waiting = node.sign(TestNode.BOB, TestNode.payload(NORTH, "somebody's"));
    node.submit(waiting);
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction bid =
        bid(TestNode.ALICE, 0, 50, height + 1, List.of(waiting.hash(), payload.hash()));

    done(TestNode.ALICE, send("\"" + waiting.hash() + "\"," + hex(payload), height + 1, bid, ""));

    assertThat(node.block().auctions().orElseThrow().auctions().getFirst().winners()).hasSize(1);
  }

  @Test
  void theSameBundleAgainIsTheSameAnswer() {
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction bid = bid(TestNode.ALICE, 0, 50, height + 1, List.of(payload.hash()));
    String body = send(hex(payload), height + 1, bid, "");
    assertThat(done(TestNode.ALICE, body)).isEqualTo(done(TestNode.ALICE, body));
  }

  @Test
  void ofBundlesWithOneUuidOneWinsAndCancelledOnesDoNot() {
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction first = bid(TestNode.ALICE, 0, 50, height + 2, List.of(payload.hash()));
    Transaction second = bid(TestNode.ALICE, 1, 60, height + 2, List.of(payload.hash()));
    done(TestNode.ALICE, send(hex(payload), height + 2, first, ""));
    done(TestNode.ALICE, send(hex(payload), height + 2, second, ""));

    Transaction insteadOfFirst = signed(TestNode.ALICE, new Nonce(1, 0), height + 2, List.of());
    Transaction insteadOfSecond = signed(TestNode.ALICE, new Nonce(1, 1), height + 2, List.of());
    refused(
        TestNode.ALICE,
        cancel(hex(insteadOfFirst)),
        -32_602,
        "invalid-field",
        "params[0].weft.cancellations");
    JsonNode cancelled =
        done(TestNode.ALICE, cancel(hex(insteadOfFirst) + "," + hex(insteadOfSecond)));
    assertThat(new TreeSet<>(texts(cancelled.get("cancelled"))))
        .containsExactlyInAnyOrder(first.hash().toString(), second.hash().toString());

    node.block();
    assertThat(node.block().auctions()).isEmpty();
    refused(
        TestNode.ALICE,
        cancel(hex(insteadOfFirst)),
        -32_000,
        "transaction-not-found",
        "params[0].replacementUuid");
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asString()));
    return texts;
  }

  private static String cancel(String cancellations) {
    return request(
        "eth_cancelBundle",
        "{\"replacementUuid\":\"%s\",\"weft\":{\"cancellations\":[%s]}}"
            .formatted(GROUP, cancellations));
  }

  @Test
  void onlyTheBiddersSignatureCounts() {
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction bid = bid(TestNode.ALICE, 0, 50, height + 1, List.of(payload.hash()));
    String body = send(hex(payload), height + 1, bid, "");

    refused(TestNode.BOB, body, -32_602, "invalid-field", "params[0].weft.bid");
    JsonNode unsigned = http.post(BundleRoutes.PATH, body).json();
    assertThat(unsigned.get("error").get("data").get("code").asString()).isEqualTo("bad-signature");
    JsonNode changed =
        http.post(
                BundleRoutes.PATH,
                body + " ",
                "X-Flashbots-Signature",
                header(TestNode.ALICE, body))
            .json();
    assertThat(changed.get("error").get("data").get("code").asString()).isEqualTo("bad-signature");
    assertThat(node.block().auctions()).isEmpty();
  }

  @Test
  void everyPartMustSayWhatTheBidSays() {
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction other = payload(TestNode.ALICE, 3);
    Transaction bid = bid(TestNode.ALICE, 0, 50, height + 1, List.of(payload.hash()));
    String good = send(hex(payload), height + 1, bid, "");
    String at = "params[0].";

    wrong(send(hex(other), height + 1, bid, ""), at + "txs");
    wrong(send("", height + 1, bid, ""), at + "txs");
    wrong(send(hex(payload), height + 2, bid, ""), at + "blockNumber");
    wrong(good.replace(GROUP.toString(), new UUID(1, 2).toString()), at + "replacementUuid");
    wrong(good.replace(GROUP.toString(), "mine"), at + "replacementUuid");
    wrong(good.replace("\"weft\":{", "\"weft\":{\"rollups\":[\"south\"],"), at + "weft.rollups");
    wrong(send(hex(payload), height + 1, bid, "\"maxTimestamp\":9,"), at + "maxTimestamp");
    wrong(send(hex(payload), height + 1, bid, "\"refundPercent\":9,"), at + "refundPercent");
    wrong(send(hex(payload), height + 1, payload, ""), at + "weft.bid");
    wrong(good.replace("\"weft\":{\"bid\":", "\"weft\":{\"bids\":"), at + "weft.bids");
    wrong(send("\"0x12\"", height + 1, bid, ""), at + "txs[0]");
    done(TestNode.ALICE, good.replace("\"weft\":{", "\"weft\":{\"rollups\":[\"north\"],"));
  }

  private void wrong(String body, String field) {
    refused(TestNode.ALICE, body, -32_602, "invalid-field", field);
  }

  @Test
  void whatTheNodeRefusesHasItsReason() {
    Transaction payload = payload(TestNode.ALICE, 2);
    Transaction tooMuch =
        bid(TestNode.ALICE, 0, 9_000_000_000_000L, height + 1, List.of(payload.hash()));
    JsonNode answer = post(TestNode.ALICE, send(hex(payload), height + 1, tooMuch, ""));
    assertThat(answer.get("error").get("code").asInt()).isEqualTo(-32_000);
    assertThat(answer.get("error").get("data").get("code").asString())
        .isEqualTo("bid-bond-too-low");
  }

  @Test
  void whatIsNoRequestIsSaidAsJsonRpcSaysIt() {
    assertThat(error("{")).isEqualTo(-32_700);
    assertThat(error("[]")).isEqualTo(-32_600);
    assertThat(error("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendBundle\"}"))
        .isEqualTo(-32_600);
    assertThat(error("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\",\"params\":[{}]}"))
        .isEqualTo(-32_600);
    assertThat(error(request("eth_callBundle", "{}"))).isEqualTo(-32_601);
    assertThat(error(request("eth_sendBundle", "{}"))).isEqualTo(-32_602);
    assertThat(error("[".repeat(5_000))).isEqualTo(-32_700);
    assertThat(error("{\"id\":1,\"id\":2}")).isEqualTo(-32_700);
    HttpCalls.Answer xml = http.postBytes(BundleRoutes.PATH, "text/xml", new byte[] {'<'});
    assertThat(xml.status()).isEqualTo(415);
  }

  private int error(String body) {
    return post(TestNode.ALICE, body).get("error").get("code").asInt();
  }
}
