package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.TestNode;
import weft.node.api.json.WireJsonReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Signature;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.SigningDigest;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;

/// Submitting over HTTP and asking what became of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransactionRoutesTest {
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
  void aSubmittedTransactionGetsAReceiptAndBecomesSoft() {
    Transaction transaction = node.sign(TestNode.BOB, TestNode.payload(TestNode.WEST, "swap"));
    Answer answer = http.post("/v1/transactions", whole(transaction));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    Receipt receipt = receipt(answer);
    assertThat(receipt.transactionHash()).isEqualTo(transaction.hash());
    assertThat(receipt.node()).isEqualTo(TestNode.NODE.address());
    assertThat(receipt.verify()).isTrue();
    String path = "/v1/transactions/" + transaction.hash();
    assertThat(receipt(http.get(path + "/receipt"))).isEqualTo(receipt);
    assertThat(http.get(path).json().get("state").asString()).isEqualTo("pending");
    assertThat(http.get(path).json().has("height")).isFalse();
    node.block();
    JsonNode status = http.get(path).json();
    assertThat(status.get("state").asString()).isEqualTo("soft");
    assertThat(status.get("account").asString()).isEqualTo(TestNode.BOB.address().toString());
    assertThat(status.get("lanes").get(0).get("rollup").asString()).isEqualTo("amm-west");
    assertThat(status.get("height").asLong()).isEqualTo(node.services().store().head().height());
    assertThat(Amount.parse(status.get("fee").asString())).isGreaterThan(Amount.ZERO);
    Receipt later = receipt(http.get(path + "/receipt"));
    assertThat(later.leaf()).isEqualTo(receipt.leaf());
    assertThat(later.node()).isEqualTo(receipt.node());
    assertThat(later.verify()).isTrue();
  }

  @Test
  void theSameTransactionGetsTheSameReceiptAgain() {
    Transaction transaction = node.sign(TestNode.BOB, TestNode.payload(TestNode.WEST, "again"));
    Answer first = http.post("/v1/transactions", whole(transaction));
    Answer second = http.post("/v1/transactions", whole(transaction));
    assertThat(second.status()).isEqualTo(first.status()).isEqualTo(202);
    assertThat(second.json()).isEqualTo(first.json());
    node.block();
  }

  @Test
  void aTransactionIsTakenAsBytesOrInItsThreeParts() {
    Transaction bytes = node.sign(TestNode.BOB, TestNode.payload(TestNode.EAST, "bytes"));
    assertThat(
            http.postBytes(
                    "/v1/transactions", "application/octet-stream", bytes.envelope().toArray())
                .status())
        .isEqualTo(202);
    Transaction parts = node.sign(TestNode.BOB, TestNode.payload(TestNode.EAST, "parts"));
    assertThat(
            http.post("/v1/transactions", parts(parts.bodyBytes(), "eip712", parts.signature()))
                .status())
        .isEqualTo(202);
    node.block();
    assertThat(http.get("/v1/transactions/" + parts.hash()).json().get("state").asString())
        .isEqualTo("soft");
  }

  @Test
  void aBatchGetsOneAnswerPerTransactionInOrder() {
    Transaction good = node.sign(TestNode.BOB, TestNode.payload(TestNode.EAST, "batch"));
    Answer answer =
        http.post(
            "/v1/transactions/batch",
            "{\"transactions\":[\"0x00\",\"0x" + good.envelope().toHex() + "\"]}");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode answers = answer.json().get("answers");
    assertThat(answers.get(0).get("refusal").get("code").asString()).isEqualTo("malformed");
    assertThat(answers.get(0).get("refusal").get("nextStep").asString()).isNotEmpty();
    assertThat(answers.get(1).get("receipt").get("transactionHash").asString())
        .isEqualTo(good.hash().toString());
    node.block();
  }

  @Test
  void aPreparedTransactionIsSignedAndSubmittedWithoutProtobuf() {
    PrivateKey signer = TestNode.ALICE;
    Answer prepared =
        http.post(
            "/v1/transactions/prepare",
            "{\"account\":\""
                + signer.address()
                + "\",\"actions\":[{\"submit\":{\"rollup\":\"amm-east\","
                + "\"payloads\":[{\"data\":\"0x0102\"}]}}]}");
    assertThat(prepared.status()).as(prepared.text()).isEqualTo(200);
    JsonNode json = prepared.json();
    Bytes body = Bytes.fromHex(json.get("body").asString());
    TransactionBody decoded = ok(TransactionCodec.decodeBody(body));
    assertThat(decoded.chainId()).isEqualTo(TestNode.CHAIN_ID);
    assertThat(decoded.lastHeight()).isEqualTo(node.services().store().head().height() + 100);
    assertThat(decoded.feeAsset()).isEqualTo(TestNode.WEFT);
    assertThat(json.get("transaction").get("maxFee").asString())
        .isEqualTo(decoded.maxFee().toString());
    assertThat(json.get("typedData").get("primaryType").asString()).isEqualTo("Transaction");
    assertThat(json.get("text").asString()).startsWith("Weft transaction");
    for (SignatureScheme scheme : SignatureScheme.values()) {
      assertThat(json.get("digests").get(scheme.id()).asString())
          .isEqualTo(SigningDigest.of(scheme, body, decoded).toString());
    }
    Signature signature = signer.sign(Hash32.fromHex(json.get("digests").get("eip191").asString()));
    Answer submitted = http.post("/v1/transactions", parts(body, "eip191", signature));
    assertThat(submitted.status()).as(submitted.text()).isEqualTo(202);
    node.block();
    String hash = submitted.json().get("transactionHash").asString();
    assertThat(http.get("/v1/transactions/" + hash).json().get("state").asString())
        .isEqualTo("soft");
  }

  @Test
  void whatPrepareIsGivenItKeeps() {
    Answer prepared =
        http.post(
            "/v1/transactions/prepare",
            "{\"account\":\""
                + TestNode.OWNER.address()
                + "\",\"chainId\":7,\"channel\":\"9007199254740993\",\"sequence\":5,"
                + "\"lastHeight\":50,\"lastTimeMs\":12,\"feeAsset\":\"usd\",\"maxFee\":\"77\","
                + "\"tip\":3,\"sponsor\":\""
                + TestNode.BOB.address()
                + "\",\"actions\":[{\"transfer\":{\"to\":\""
                + TestNode.ALICE.address()
                + "\",\"asset\":\"weft\",\"amount\":\"340282366920938463463374607431768211455\"}}]}");
    assertThat(prepared.status()).as(prepared.text()).isEqualTo(200);
    TransactionBody body =
        ok(TransactionCodec.decodeBody(Bytes.fromHex(prepared.json().get("body").asString())));
    assertThat(body.nonce()).isEqualTo(new Nonce((1L << 53) + 1, 5));
    assertThat(prepared.json().get("transaction").get("channel").asString())
        .isEqualTo("9007199254740993");
    assertThat(body.lastHeight()).isEqualTo(50);
    assertThat(body.lastTimeMs()).isEqualTo(12);
    assertThat(body.maxFee()).isEqualTo(Amount.of(77));
    assertThat(body.tip()).isEqualTo(Amount.of(3));
    assertThat(body.sponsor()).contains(TestNode.BOB.address());
    assertThat(body.actions())
        .containsExactly(new Action.Transfer(TestNode.ALICE.address(), TestNode.WEFT, Amount.MAX));
  }

  @Test
  void aMistakeInATransactionIsNamedByItsPath() {
    Map<String, String> mistakes =
        Map.of(
            "{\"account\":\"0x00\"}",
            "account",
            "{\"actions\":[{\"submit\":{\"rollup\":\"amm-east\",\"payload\":[]}}]}",
            "actions[0].submit.payload",
            "{\"actions\":[{\"submit\":{\"payloads\":[{\"data\":\"xy\"}]}}]}",
            "actions[0].submit.payloads[0].data",
            "{\"actions\":[{\"claim\":{},\"bundle\":{}}]}",
            "actions[0].bundle",
            "{\"maxFee\":-1}",
            "maxFee",
            "{\"tip\":\"1.5\"}",
            "tip",
            "{\"actions\":[{\"registerRollup\":{\"terms\":{\"policy\":\"best\"}}}]}",
            "actions[0].registerRollup.terms.policy");
    mistakes.forEach(
        (json, field) -> {
          Answer answer = http.post("/v1/transactions/prepare", json);
          assertThat(answer.status()).as(json).isEqualTo(400);
          assertThat(answer.json().get("field").asString()).as(json).isEqualTo(field);
        });
  }

  @Test
  void aWrongChecksumIsRefusedWithTheRightOne() {
    String right = TestNode.ALICE.address().toString();
    String wrong = swapCase(right);
    Answer answer = http.post("/v1/transactions/prepare", "{\"account\":\"" + wrong + "\"}");
    assertRefused(answer, 400, "invalid-field", "account");
    assertThat(answer.json().get("detail").asString()).contains(right);
    assertRefused(http.get("/v1/accounts/" + wrong), 400, "invalid-field", "address");
  }

  @Test
  void refusalsCarryTheFieldsOfTheirReason() {
    Transaction cheap =
        TestNode.signAt(
            TestNode.BOB, new Nonce(7, 0), Amount.of(1), TestNode.payload(TestNode.EAST, "cheap"));
    Answer answer = http.post("/v1/transactions", whole(cheap));
    assertRefused(answer, 422, "fee-too-low", "body.maxFee");
    assertThat(Amount.parse(answer.json().get("requiredMaxFee").asString()))
        .isGreaterThan(Amount.of(1));
    assertThat(answer.json().get("title").asString()).isEqualTo("Fee too low");
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(http.get(answer.json().get("type").asString()).json().get("nextStep").asString())
        .isEqualTo("Raise the maximum fee.");
  }

  @Test
  void anEstimateIsEnoughToGetIn() {
    Transaction probe =
        TestNode.signAt(
            TestNode.BOB,
            new Nonce(8, 0),
            Amount.parse("1000000000000"),
            TestNode.payload(TestNode.EAST, "estimate"));
    JsonNode estimate =
        http.post("/v1/fees/estimate", "{\"transaction\":\"0x" + probe.envelope().toHex() + "\"}")
            .json();
    assertThat(estimate.get("bytes").asInt()).isEqualTo(probe.size());
    assertThat(
            http.post("/v1/fees/estimate", "{\"body\":\"0x" + probe.bodyBytes().toHex() + "\"}")
                .json())
        .isEqualTo(estimate);
    Amount suggested = Amount.parse(estimate.get("suggestedMaxFee").asString());
    assertThat(suggested).isGreaterThanOrEqualTo(Amount.parse(estimate.get("total").asString()));
    Transaction priced =
        TestNode.signAt(
            TestNode.BOB, new Nonce(8, 0), suggested, TestNode.payload(TestNode.EAST, "estimate"));
    assertThat(http.post("/v1/transactions", whole(priced)).status()).isEqualTo(202);
    node.block();
  }

  @Test
  void formsOfSubmissionThatDoNotFitAreRefused() {
    assertRefused(http.post("/v1/transactions", "{}"), 400, "invalid-field", "transaction");
    assertRefused(
        http.post("/v1/transactions", "{\"transaction\":\"0x\",\"body\":\"0x\"}"),
        400,
        "invalid-field",
        "transaction");
    assertRefused(
        http.post("/v1/transactions", "{\"transactions\":[]}"),
        400,
        "unknown-field",
        "transactions");
    assertRefused(http.post("/v1/transactions", "["), 400, "malformed-request", "body");
    assertRefused(http.post("/v1/transactions", "{} x"), 400, "malformed-request", "body");
    assertRefused(http.post("/v1/transactions", ""), 400, "malformed-request", "body");
    assertRefused(
        http.post("/v1/transactions", "{\"transaction\":\"0x00\",\"transaction\":\"0x00\"}"),
        400,
        "malformed-request",
        "body");
    assertRefused(
        http.post("/v1/transactions", "{\"transaction\":\"0x00\"}"),
        400,
        "malformed",
        "transaction");
    assertRefused(
        http.postBytes("/v1/transactions", "text/plain", new byte[1]),
        415,
        "unsupported-media-type",
        "Content-Type");
    assertRefused(http.post("/v1/fees/estimate", "{}"), 400, "invalid-field", "subject");
  }

  @Test
  void anUnknownTransactionIsNotFound() {
    String path = "/v1/transactions/" + Hash32.ZERO;
    assertRefused(http.get(path), 404, "transaction-not-found", "transactionHash");
    assertRefused(http.get(path + "/stream"), 404, "transaction-not-found", "transactionHash");
    assertRefused(http.get("/v1/transactions/0x00"), 400, "invalid-field", "transactionHash");
    assertRefused(http.get("/v1/transactions/zz"), 400, "invalid-field", "hash");
  }

  private static void assertRefused(Answer answer, int status, String code, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    JsonNode problem = answer.json();
    assertThat(problem.get("code").asString()).as(answer.text()).isEqualTo(code);
    assertThat(problem.get("type").asString()).isEqualTo("/problems/" + code);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("field").asString()).as(answer.text()).isEqualTo(field);
    assertThat(problem.get("detail").asString()).isNotEmpty();
    assertThat(problem.get("nextStep").asString()).isNotEmpty();
  }

  private static String whole(Transaction transaction) {
    return "{\"transaction\":\"0x" + transaction.envelope().toHex() + "\"}";
  }

  private static String parts(Bytes body, String scheme, Signature signature) {
    return "{\"body\":\"0x%s\",\"scheme\":\"%s\",\"signature\":\"0x%s\"}"
        .formatted(body.toHex(), scheme, signature.bytes().toHex());
  }

  private static Receipt receipt(Answer answer) {
    weft.protocol.wire.Receipt.Builder wire = weft.protocol.wire.Receipt.newBuilder();
    ok(WireJsonReader.read(answer.text().getBytes(java.nio.charset.StandardCharsets.UTF_8), wire));
    return ReceiptWire.fromWire(wire.build());
  }

  private static <T> T ok(Checked<T> checked) {
    return switch (checked) {
      case Checked.Ok<T>(T value) -> value;
      case Checked.Refused<T> refused -> throw new AssertionError(refused.refusal().toString());
    };
  }

  /// The same digits with another, wrong, mixture of cases.
  private static String swapCase(String address) {
    StringBuilder swapped = new StringBuilder("0x");
    for (char c : address.substring(2).toCharArray()) {
      swapped.append(
          Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
    }
    String wrong = swapped.toString();
    assertThat(Optional.of(wrong)).isNotEqualTo(Optional.of(address));
    assertThat(Address.fromHex(address).toString()).isEqualTo(address);
    return wrong;
  }
}
