package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import weft.chain.block.PendingBid;
import weft.chain.store.CommittedBlock;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.TestNode;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.storage.archive.ArchiveSettings;
import weft.storage.archive.ArchivedBid;
import weft.storage.archive.ArchivedBlock;
import weft.storage.archive.BidArchive;

/// The data API of relays over a real socket, from an archive of real blocks.
final class RelayRoutesTest {
  private static final RollupId NORTH = RollupId.of("north");
  private static final RollupId SOUTH = RollupId.of("south");

  @TempDir private Path folder = Path.of("");

  private BidArchive archive;
  private TestNode node;
  private HttpCalls http;
  private long sequence;

  @BeforeEach
  void start() {
    archive = BidArchive.open(folder.resolve("bids.sqlite"), new ArchiveSettings(0, 0));
    node = TestNode.start(TestNode.settings(), Optional.of(archive));
    http = new HttpCalls(node.httpPort());
    node.submit(
        node.sign(
            TestNode.OWNER,
            new Action.RegisterRollup(NORTH, TestNode.selling(3)),
            new Action.RegisterRollup(SOUTH, TestNode.selling(0))));
    for (PrivateKey bidder : List.of(TestNode.ALICE, TestNode.BOB)) {
      node.submit(
          node.sign(bidder, new Action.BondBids(TestNode.WEFT, Amount.of(1_000_000_000_000L))));
    }
    node.block();
  }

  @AfterEach
  void stop() {
    http.close();
    node.close();
    archive.close();
  }

  private PendingBid bid(PrivateKey bidder, long amount, RollupId... rollups) {
    List<Action> payloads = new ArrayList<>();
    for (RollupId rollup : rollups) {
      payloads.add(TestNode.payload(rollup, "first"));
    }
    Transaction named = node.sign(bidder, payloads.toArray(Action[]::new));
    return TestNode.bid(bidder, sequence++, List.of(rollups), amount, named);
  }

  /// Makes a block of these, and archives them as received and the block.
  private CommittedBlock block(PendingBid... bids) {
    List<Transaction> transactions =
        List.of(bids).stream().map(one -> one.bid().transaction()).toList();
    long head = node.services().store().head().height();
    List<ArchivedBid> received =
        transactions.stream().map(one -> new ArchivedBid(one, 1_700_000_000_123L, head)).toList();
    CommittedBlock block = node.block(bids);
    archive.write(
        new BidArchive.Piece(
            received,
            List.of(
                new ArchivedBlock(
                    block.header(),
                    block.blockHash(),
                    transactions,
                    block.auctions().orElseThrow())),
            block.header().height()));
    return block;
  }

  private JsonNode get(String path, String query) {
    HttpCalls.Answer answer = http.get(path + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void tellsOfBidsThatWonWithWhatTheyPaid() {
    PendingBid both = bid(TestNode.ALICE, 20, NORTH, SOUTH);
    PendingBid one = bid(TestNode.BOB, 5, NORTH);
    CommittedBlock block = block(both, one);

    JsonNode found = get(RelayRoutes.DELIVERED, "");

    assertThat(found).hasSize(1);
    JsonNode trace = found.get(0);
    String height = Long.toString(block.header().height());
    assertThat(trace.get("slot").asString()).isEqualTo(height);
    assertThat(trace.get("block_number").asString()).isEqualTo(height);
    assertThat(trace.get("block_hash").asString()).isEqualTo(block.blockHash().toString());
    assertThat(trace.get("parent_hash").asString())
        .isEqualTo(block.header().parentHash().toString());
    assertThat(trace.get("builder_pubkey").asString())
        .isEqualTo(TestNode.ALICE.address().toString());
    assertThat(trace.get("proposer_pubkey").asString())
        .isEqualTo(TestNode.VALIDATOR.address().toString());
    assertThat(trace.get("value").asString()).isEqualTo("20");
    assertThat(trace.get("num_tx").asString()).isEqualTo("1");
    assertThat(trace.has("timestamp")).isFalse();
    assertThat(trace.get("bid_hash").asString()).isEqualTo(both.bid().hash().toString());
    assertThat(trace.get("outcome").asString()).isEqualTo("won");
    assertThat(trace.get("charged").asString()).isEqualTo("20");
    assertThat(trace.get("asset").asString()).isEqualTo("weft");
    assertThat(trace.get("rollups")).hasSize(2);
    long paid = 0;
    for (JsonNode payment : trace.get("payments")) {
      paid += Long.parseLong(payment.get("amount").asString());
    }
    assertThat(paid).isEqualTo(20);
    assertThat(trace.get("payments").toString()).contains("\"alone\":\"5\"");
  }

  @Test
  void tellsOfAllBidsThatCameIn() {
    PendingBid high = bid(TestNode.ALICE, 20, NORTH);
    PendingBid low = bid(TestNode.BOB, 5, NORTH);
    PendingBid voided = bid(TestNode.BOB, 9_000_000_000_000L, SOUTH);
    long height = block(high, low, voided).header().height();
    PendingBid waiting = bid(TestNode.BOB, 6, SOUTH);
    archive.write(
        new BidArchive.Piece(
            List.of(new ArchivedBid(waiting.bid().transaction(), 1_700_000_001_999L, height)),
            List.of(),
            height));

    JsonNode found = get(RelayRoutes.RECEIVED, "?slot=" + height);
    assertThat(found).hasSize(3);
    assertThat(found.findValuesAsString("outcome"))
        .containsExactlyInAnyOrder("won", "lost", "void");
    assertThat(found.findValuesAsString("value")).contains("20", "5", "9000000000000");
    assertThat(found.findValuesAsString("timestamp")).containsOnly("1700000000");
    assertThat(found.findValuesAsString("timestamp_ms")).containsOnly("1700000000123");
    assertThat(found.toString()).contains("\"reason\":\"bond-too-low\"");

    JsonNode next = get(RelayRoutes.RECEIVED, "?block_number=" + (height + 1));
    assertThat(next).hasSize(1);
    assertThat(next.get(0).get("outcome").asString()).isEqualTo("pending");
    assertThat(next.get(0).get("block_hash").asString()).isEqualTo("0x" + "0".repeat(64));
    assertThat(get(RelayRoutes.RECEIVED, "?rollup=south")).hasSize(2);
    assertThat(get(RelayRoutes.RECEIVED, "?builder_pubkey=" + TestNode.BOB.address())).hasSize(3);
  }

  @Test
  void isFilteredOrderedAndPaged() {
    List<Long> heights = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    long[] amounts = {30, 10, 20};
    for (long amount : amounts) {
      CommittedBlock block =
          block(bid(amount == 10 ? TestNode.BOB : TestNode.ALICE, amount, NORTH));
      heights.add(block.header().height());
      hashes.add(block.blockHash().toString());
    }

    assertThat(get(RelayRoutes.DELIVERED, "").findValuesAsString("value"))
        .containsExactly("20", "10", "30");
    assertThat(get(RelayRoutes.DELIVERED, "?order_by=-value").findValuesAsString("value"))
        .containsExactly("30", "20", "10");
    assertThat(get(RelayRoutes.DELIVERED, "?order_by=value").findValuesAsString("value"))
        .containsExactly("10", "20", "30");
    assertThat(get(RelayRoutes.DELIVERED, "?limit=1").findValuesAsString("value"))
        .containsExactly("20");
    assertThat(
            get(RelayRoutes.DELIVERED, "?limit=1&cursor=" + (heights.get(2) - 1))
                .findValuesAsString("value"))
        .containsExactly("10");
    assertThat(
            get(RelayRoutes.DELIVERED, "?block_hash=" + hashes.getFirst())
                .findValuesAsString("value"))
        .containsExactly("30");
    assertThat(
            get(RelayRoutes.DELIVERED, "?builder_pubkey=" + TestNode.BOB.address())
                .findValuesAsString("value"))
        .containsExactly("10");
    assertThat(get(RelayRoutes.DELIVERED, "?proposer_pubkey=" + TestNode.VALIDATOR.address()))
        .hasSize(3);
    assertThat(get(RelayRoutes.DELIVERED, "?proposer_pubkey=" + TestNode.BOB.address())).isEmpty();
    assertThat(get(RelayRoutes.DELIVERED, "?rollup=south")).isEmpty();
    assertThat(get(RelayRoutes.DELIVERED, "?slot=1")).isEmpty();
  }

  @Test
  void wrongQuestionsAreRefusedByTheirField() {
    refused(RelayRoutes.DELIVERED, "?limit=201", "limit");
    refused(RelayRoutes.DELIVERED, "?limit=0", "limit");
    refused(RelayRoutes.DELIVERED, "?slot=3&cursor=4", "cursor");
    refused(RelayRoutes.DELIVERED, "?slot=3&block_number=4", "blockNumber");
    refused(RelayRoutes.DELIVERED, "?order_by=size", "orderBy");
    refused(RelayRoutes.DELIVERED, "?block_hash=0x12", "blockHash");
    refused(RelayRoutes.DELIVERED, "?builder_pubkey=0x12", "builderPubkey");
    refused(RelayRoutes.RECEIVED, "?rollup=No", "rollup");
    refused(RelayRoutes.RECEIVED, "", "slot");
    refused(RelayRoutes.RECEIVED, "?cursor=9", "slot");
    refused(RelayRoutes.RECEIVED, "?rollup=north&limit=501", "limit");
  }

  private void refused(String path, String query, String field) {
    HttpCalls.Answer answer = http.get(path + query);
    assertThat(answer.status()).as(query).isEqualTo(400);
    assertThat(answer.json().get("field").asString()).as(query).isEqualTo(field);
  }

  @Test
  void aNodeWithoutAnArchiveSaysSo() {
    try (TestNode without = TestNode.start();
        HttpCalls calls = new HttpCalls(without.httpPort())) {
      HttpCalls.Answer answer = calls.get(RelayRoutes.DELIVERED);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).contains("keeps no archive");
    }
  }
}
