package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.SseReader;
import weft.node.api.fixture.TestNode;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.codec.WireFields;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.protocol.wire.FollowHintsRequest;
import weft.protocol.wire.Hint;
import weft.protocol.wire.OrderFlowServiceGrpc;

/// From a user's wish to its refund, by nothing but the public API and a block.
final class OrderFlowTest {
  private static final RollupId NORTH = RollupId.of("north");
  private static final RollupId SOUTH = RollupId.of("south");
  private static final List<RollupId> PACKAGE = List.of(SOUTH, NORTH);
  private static final Amount MAX_FEE = Amount.of(1_000_000_000_000L);
  private static final Amount BOND = Amount.of(2_000_000_000_000L);
  private static final long RESERVE = 100;
  private static final Address USER = TestNode.key("user's friend").address();
  private static final String SECRET = Bytes.utf8("swap all of it").toHex();

  private TestNode node;
  private HttpCalls http;

  @BeforeEach
  void start() {
    node = TestNode.start();
    http = new HttpCalls(node.httpPort());
    node.submit(
        node.sign(
            TestNode.OWNER,
            new Action.RegisterRollup(NORTH, terms()),
            new Action.RegisterRollup(SOUTH, terms())));
    node.submit(node.sign(TestNode.BOB, new Action.BondBids(TestNode.WEFT, BOND)));
    node.block();
  }

  @AfterEach
  void stop() {
    http.close();
    node.close();
  }

  private static RollupTerms terms() {
    Mechanism refunding =
        new Mechanism(1_000, Pricing.FIRST, Sharing.EQUAL_SURPLUS, Refunds.PERCENT);
    return new RollupTerms(
            TestNode.OWNER.address(),
            Policy.FIRST_COME,
            List.of(),
            1 << 20,
            "",
            Optional.empty(),
            List.of())
        .withMarket(Optional.of(MarketTerms.of(refunding, TestNode.WEFT, Amount.of(RESERVE))));
  }

  /// A user's payloads for two rollups, of which it wants a part back.
  private Transaction swap() {
    Payload payload = Payload.of(Bytes.fromHex(SECRET));
    return node.sign(
        TestNode.ALICE,
        new Action.Bundle(
            List.of(
                new Action.BundleEntry(NORTH, payload), new Action.BundleEntry(SOUTH, payload))),
        new Action.RefundTerms(USER, 40));
  }

  private static Transaction bid(long amount, Transaction named, int percent) {
    return TestNode.signAt(
        TestNode.BOB,
        new Nonce(1, 0),
        MAX_FEE,
        new Action.Bid(
            PACKAGE,
            List.of(named.hash()),
            TestNode.WEFT,
            Amount.of(amount),
            0,
            0,
            Amount.ZERO,
            List.of(),
            List.of(new OrderFlow(0, USER, percent))));
  }

  private Answer send(Transaction transaction, String hold) {
    return http.post(
        "/v1/transactions",
        "{\"transaction\":\"0x%s\",\"hold\":%s}".formatted(transaction.envelope().toHex(), hold));
  }

  private void submit(Transaction transaction) {
    Answer answer =
        http.postBytes(
            "/v1/transactions", "application/octet-stream", transaction.envelope().toArray());
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private void keep(Transaction transaction, String hints) {
    Answer answer = send(transaction, "{\"forMs\":60000,\"hints\":[%s]}".formatted(hints));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private String state(Hash32 hash) {
    return http.get("/v1/transactions/" + hash).json().get("state").asString();
  }

  private static JsonNode next(SseReader from) throws IOException {
    SseReader.Event event = from.next().orElseThrow();
    assertThat(event.name()).isEqualTo("hints");
    return event.json();
  }

  @Test
  void aBidByTheHashOfAHintWinsAndTheUserGetsItsRefundToTheUnit() throws IOException {
    Transaction swap = swap();
    JsonNode hint;
    try (SseReader hints = SseReader.open(node.httpPort(), "/v1/order-flow/hints")) {
      assertThat(hints.awaitRetryLine()).isTrue();
      keep(swap, "\"rollups\",\"refund\"");
      hint = next(hints);
    }
    assertThat(hint.get("hash").asString()).isEqualTo(swap.hash().toString());
    assertThat(hint.get("rollups").toString()).isEqualTo("[\"south\",\"north\"]");
    assertThat(hint.get("refund").get("recipient").asString()).isEqualTo(USER.toString());
    assertThat(hint.get("refund").get("percent").asInt()).isEqualTo(40);
    assertThat(node.block().transactions()).isEmpty();

    submit(bid(1_000, swap, 40));
    assertThat(state(swap.hash())).isEqualTo("pending");
    node.block();

    assertThat(state(swap.hash())).isEqualTo("soft");
    // 40 % of what 1,000 are above the two reserves.
    assertThat(claimable(USER)).isEqualTo(320);
    JsonNode auction = http.get("/v1/auctions/latest").json().get("result").get("auctions").get(0);
    long paid = 0;
    for (JsonNode rollup : auction.get("rollups")) {
      paid += Long.parseLong(rollup.get("payment").asString());
    }
    assertThat(paid).isEqualTo(680);
  }

  private long claimable(Address account) {
    for (JsonNode one : http.get("/v1/accounts/" + account).json().get("claimable")) {
      if (one.get("asset").asString().equals("weft")) {
        return Long.parseLong(one.get("amount").asString());
      }
    }
    return 0;
  }

  @Test
  void aBidThatOffersTooLittleOrHidesTheRefundLearnsNothing() {
    Transaction swap = swap();
    keep(swap, "");
    submit(bid(2 * RESERVE - 1, swap, 40));
    submit(bid(1_000, swap, 39));
    node.block();
    assertThat(state(swap.hash())).isEqualTo("received");
    submit(bid(2 * RESERVE, swap, 40));
    assertThat(state(swap.hash())).isEqualTo("pending");
  }

  /// Everything that can be asked, while the transaction is kept back.
  @Test
  void noAnswerTellsMoreThanTheHash() throws IOException {
    long before = account(TestNode.ALICE.address()).get("nextPendingSequence").asLong();
    Transaction swap = swap();
    keep(swap, "");
    String hash = swap.hash().toString();

    JsonNode status = http.get("/v1/transactions/" + hash).json();
    assertThat(status.propertyNames())
        .containsExactlyInAnyOrder("transactionHash", "state", "receivedTimeMs", "heldUntilMs");
    assertThat(http.get("/v1/transactions/" + hash + "/receipt").status()).isEqualTo(404);
    assertThat(account(TestNode.ALICE.address()).get("nextPendingSequence").asLong())
        .isEqualTo(before);
    assertThat(http.get("/v1/status").json().get("mempoolTransactions").asLong()).isZero();
    assertThat(http.get("/v1/accounts/" + TestNode.ALICE.address() + "/bids").text())
        .doesNotContain(hash);
    for (String path :
        List.of("/v1/status", "/metrics", "/v1/fees", "/v1/blocks/latest", "/v1/rollups/north")) {
      assertThat(http.get(path).text()).as(path).doesNotContain(hash).doesNotContain(SECRET);
    }
    try (SseReader of = SseReader.open(node.httpPort(), "/v1/transactions/" + hash + "/stream");
        SseReader hints = SseReader.open(node.httpPort(), "/v1/order-flow/hints")) {
      assertThat(of.next().orElseThrow().data())
          .contains("received")
          .doesNotContainIgnoringCase(TestNode.ALICE.address().toString());
      JsonNode hint = next(hints);
      assertThat(hint.get("hash").asString()).isEqualTo(hash);
      assertThat(hint.propertyNames())
          .containsExactlyInAnyOrder("hash", "logs", "txs", "heldUntilMs", "rollups", "payloads");
      for (String list : List.of("logs", "txs", "rollups", "payloads")) {
        assertThat(hint.get(list)).as(list).isEmpty();
      }
    }
    assertThat(node.block().transactions()).isEmpty();
  }

  private JsonNode account(Address address) {
    return http.get("/v1/accounts/" + address).json().get("channels").get(0);
  }

  @Test
  void whatAGatewayKnowsOfItsRollupIsPassedOnInMevSharesShape() throws IOException {
    Transaction swap = swap();
    String call =
        "{\"to\":\"%s\",\"functionSelector\":\"0xa9059cbb\",\"callData\":\"0x01\"}".formatted(USER);
    Answer answer =
        send(
            swap, "{\"forMs\":1000,\"hints\":[\"size\"],\"given\":{\"txs\":[%s]}}".formatted(call));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    try (SseReader hints = SseReader.open(node.httpPort(), "/v1/order-flow/hints")) {
      JsonNode hint = next(hints);
      assertThat(hint.get("txs").get(0).toString()).isEqualTo(call);
      assertThat(hint.get("size").asInt()).isEqualTo(swap.size());
    }
  }

  @Test
  void grpcFollowsTheSame() {
    Transaction swap = swap();
    keep(swap, "\"sender\"");
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", node.grpcPort()).usePlaintext().build();
    try {
      Iterator<Hint> hints =
          OrderFlowServiceGrpc.newBlockingStub(channel)
              .withDeadline(Deadline.after(20, TimeUnit.SECONDS))
              .followHints(FollowHintsRequest.getDefaultInstance());
      Hint hint = hints.next();
      assertThat(WireFields.hash(hint.getHash(), "hash")).isEqualTo(swap.hash());
      assertThat(WireFields.address(hint.getSender(), "sender"))
          .isEqualTo(TestNode.ALICE.address());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void whatIsNoWishIsRefusedByItsMember() {
    Transaction swap = swap();
    assertThat(field(send(swap, "{\"forMs\":60001}"))).isEqualTo("hold.forMs");
    assertThat(field(send(swap, "{\"forMs\":1,\"hints\":[\"all\"]}"))).isEqualTo("hold.hints[0]");
    assertThat(
            field(
                send(
                    swap,
                    "{\"forMs\":1,\"given\":{\"txs\":[{\"callData\":\"0x%s\"}]}}"
                        .formatted("00".repeat(4_096)))))
        .isEqualTo("hold.given");
    assertThat(field(send(bid(500, swap, 40), "{\"forMs\":1}"))).isEqualTo("hold");
    assertThat(http.get("/v1/transactions/" + swap.hash()).status()).isEqualTo(404);
  }

  private static String field(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    return answer.json().get("field").asString();
  }
}
