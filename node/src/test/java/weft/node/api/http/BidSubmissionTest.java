package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.TestNode;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;

/// The head of a lane is sold by nothing but the public API and a block.
final class BidSubmissionTest {
  private static final RollupId SELLER = RollupId.of("seller");
  private static final Amount MAX_FEE = Amount.of(1_000_000_000_000L);
  private static final Amount BOND = Amount.of(2_000_000_000_000L);

  private TestNode node;
  private HttpCalls http;

  @BeforeEach
  void start() {
    node = TestNode.start();
    http = new HttpCalls(node.httpPort());
  }

  @AfterEach
  void stop() {
    http.close();
    node.close();
  }

  @Test
  void theWinningBidsPayloadIsFirstInTheLane() {
    submit(node.sign(TestNode.OWNER, new Action.RegisterRollup(SELLER, terms())));
    submit(node.sign(TestNode.ALICE, new Action.BondBids(TestNode.WEFT, BOND)));
    submit(node.sign(TestNode.BOB, new Action.BondBids(TestNode.WEFT, BOND)));
    node.block();

    submit(node.sign(TestNode.OWNER, TestNode.payload(SELLER, "user")));
    Hash32 losing = submit(body(TestNode.ALICE, "alice"));
    Hash32 winning = submit(body(TestNode.BOB, "bob"));
    Hash32 low = submit(bid(TestNode.ALICE, 300, losing));
    Hash32 high = submit(bid(TestNode.BOB, 400, winning));
    assertThat(state(low)).isEqualTo("pending");
    node.block();

    assertThat(payloads()).containsExactly("bob", "user");
    assertThat(List.of(low, high, winning)).allMatch(hash -> state(hash).equals("soft"));
    assertThat(state(losing)).isEqualTo("pending");
    assertThat(Amount.parse(transaction(low).get("fee").asString())).isGreaterThan(Amount.ZERO);
  }

  private static RollupTerms terms() {
    return new RollupTerms(
            TestNode.OWNER.address(),
            Policy.FIRST_COME,
            List.of(),
            1 << 20,
            "",
            Optional.empty(),
            List.of())
        .withMarket(Optional.of(MarketTerms.of(Mechanism.DEFAULT, TestNode.WEFT, Amount.ZERO)));
  }

  private Transaction body(PrivateKey sender, String data) {
    return node.sign(sender, TestNode.payload(SELLER, data), new Action.OnlyInPackage());
  }

  private static Transaction bid(PrivateKey bidder, long amount, Hash32 named) {
    return TestNode.signAt(
        bidder,
        new Nonce(1, 0),
        MAX_FEE,
        new Action.Bid(
            List.of(SELLER),
            List.of(named),
            TestNode.WEFT,
            Amount.of(amount),
            0,
            0,
            Amount.ZERO,
            List.of()));
  }

  private Hash32 submit(Transaction transaction) {
    Answer answer =
        http.postBytes(
            "/v1/transactions", "application/octet-stream", transaction.envelope().toArray());
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return transaction.hash();
  }

  private JsonNode transaction(Hash32 hash) {
    return http.get("/v1/transactions/" + hash).json();
  }

  private String state(Hash32 hash) {
    return transaction(hash).get("state").asString();
  }

  /// What the lane's first block holds, in its order.
  private List<String> payloads() {
    List<String> data = new ArrayList<>();
    for (JsonNode payload :
        http.get("/v1/rollups/" + SELLER + "/lane?from=1&decode=true")
            .json()
            .get("laneBlocks")
            .get(0)
            .get("payloads")) {
      data.add(Bytes.fromHex(payload.get("data").asString()).toUtf8());
    }
    return data;
  }
}
