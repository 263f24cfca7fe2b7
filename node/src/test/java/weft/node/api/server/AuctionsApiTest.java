package weft.node.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.chain.block.PendingBid;
import weft.node.api.fixture.GrpcCalls;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.Refusals;
import weft.node.api.fixture.SseReader;
import weft.node.api.fixture.TestNode;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.PrivateKey;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.Preamble;
import weft.protocol.codec.WireFields;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.AuctionResult;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.FollowAuctionsRequest;
import weft.protocol.wire.GetAuctionRequest;
import weft.protocol.wire.GetBlockRequest;
import weft.protocol.wire.ListAuctionsRequest;
import weft.protocol.wire.ListAuctionsResponse;

/// What a node tells about its auctions, over real sockets of both interfaces.
final class AuctionsApiTest {
  private static final RollupId NORTH = RollupId.of("north");
  private static final RollupId SOUTH = RollupId.of("south");
  private static final long BOND = 1_000_000_000_000L;

  private TestNode node;
  private GrpcCalls grpc;
  private HttpCalls http;
  private long sequence;

  @BeforeEach
  void start() {
    node = TestNode.start();
    grpc = new GrpcCalls(node.grpcPort());
    http = new HttpCalls(node.httpPort());
    node.submit(
        node.sign(
            TestNode.OWNER,
            new Action.RegisterRollup(NORTH, TestNode.selling(3)),
            new Action.RegisterRollup(SOUTH, TestNode.selling(0))));
    for (PrivateKey bidder : List.of(TestNode.ALICE, TestNode.BOB)) {
      node.submit(node.sign(bidder, new Action.BondBids(TestNode.WEFT, Amount.of(BOND))));
    }
    node.block();
  }

  @AfterEach
  void stop() {
    http.close();
    grpc.close();
    node.close();
  }

  /// A block in which a bid on some rollups wins.
  private long sold(long amount, RollupId... rollups) {
    return node.block(bid(TestNode.ALICE, amount, rollups)).header().height();
  }

  private PendingBid bid(PrivateKey bidder, long amount, RollupId... rollups) {
    Action[] payloads =
        List.of(rollups).stream()
            .map(rollup -> TestNode.payload(rollup, "first"))
            .toArray(Action[]::new);
    return TestNode.bid(bidder, sequence++, List.of(rollups), amount, node.sign(bidder, payloads));
  }

  @Test
  void tellsWhatTheAuctionsOfABlockCameTo() {
    PendingBid both = bid(TestNode.ALICE, 20, NORTH, SOUTH);
    PendingBid one =
        TestNode.bid(
            TestNode.BOB,
            0,
            List.of(SOUTH),
            6,
            node.sign(TestNode.BOB, TestNode.payload(SOUTH, "x")));
    long height = node.block(both, one).header().height();

    BlockAuctions answer = auction(height);
    AuctionRecord record = AuctionRecord.decode(WireFields.bytes(answer.getRecord()));
    Preamble preamble = Preamble.decode(WireFields.bytes(answer.getPreamble()));
    assertThat(preamble.auctions().orElseThrow().recordHash()).isEqualTo(record.hash());
    assertThat(record.auctions().getFirst().winners()).hasSize(1);
    assertThat(answer.getVotes().isEmpty()).isTrue();
    var stored = node.services().store().block(height).orElseThrow();
    MerkleProof place = WireFields.merkleProof(answer.getPreambleProof(), "preamble_proof");
    assertThat(place.rootFor(MerkleTree.leafHash(preamble.hash().bytes())))
        .isEqualTo(stored.header().dataHash());
    assertThat(answer.getAnchor())
        .isEqualTo(
            grpc.chain()
                .getBlock(GetBlockRequest.newBuilder().setHeight(height).build())
                .getAnchor());

    JsonNode json = http.get("/v1/auctions/" + height).json();
    JsonNode held = json.get("result").get("auctions").get(0);
    assertThat(json.get("height").asLong()).isEqualTo(height);
    assertThat(json.get("record").asString())
        .isEqualTo("0x" + WireFields.bytes(answer.getRecord()).toHex());
    assertThat(json.get("result").get("recordHash").asString()).isEqualTo(record.hash().toString());
    assertThat(held.get("asset").asString()).isEqualTo("weft");
    JsonNode north = rollup(held, "north");
    JsonNode south = rollup(held, "south");
    assertThat(north.get("reserve").asString()).isEqualTo("3");
    assertThat(north.get("alone").asString()).isEqualTo("0");
    assertThat(south.get("alone").asString()).isEqualTo("6");
    assertThat(
            Amount.parse(north.get("payment").asString())
                .plus(Amount.parse(south.get("payment").asString())))
        .isEqualTo(Amount.of(20));
    List<String> paid = new ArrayList<>();
    held.get("bids").forEach(bid -> paid.add(bid.path("charged").asString("lost")));
    assertThat(paid).containsExactlyInAnyOrder("20", "lost");
    assertThat(http.get("/v1/auctions/latest").json()).isEqualTo(json);
  }

  private static JsonNode rollup(JsonNode auction, String name) {
    for (JsonNode rollup : auction.get("rollups")) {
      if (rollup.get("rollup").asString().equals(name)) {
        return rollup;
      }
    }
    throw new AssertionError("no rollup " + name + " in " + auction);
  }

  @Test
  void aBlockWithoutBidsHasNoRecord() {
    long height = node.laneBlock(TestNode.EAST, "plain").header().height();

    assertThat(auction(height).getRecord().isEmpty()).isTrue();
    assertThat(auction(0)).isEqualTo(auction(height));
    assertThat(http.get("/v1/auctions/" + height).json().has("result")).isFalse();
    assertThat(Refusals.of(() -> auction(height + 1)).code()).isEqualTo("height-not-found");
    assertThat(http.get("/v1/auctions/" + (height + 1)).status()).isEqualTo(404);
  }

  @Test
  void listsTheBlocksWithAuctionsOfARange() {
    long first = sold(10, NORTH);
    node.laneBlock(TestNode.EAST, "between");
    long second = sold(11, NORTH, SOUTH);
    long third = sold(12, SOUTH);

    assertThat(heights(list(0, 0, "", 0))).containsExactly(first, second, third);
    assertThat(heights(list(0, 0, "north", 0))).containsExactly(first, second);
    assertThat(heights(list(second, second, "", 0))).containsExactly(second);
    ListAuctionsResponse page = list(0, 0, "", 2);
    assertThat(heights(page)).containsExactly(first, second);
    assertThat(heights(list(page.getNextHeight(), 0, "", 2))).containsExactly(third);
    assertThat(list(page.getNextHeight(), 0, "", 2).getNextHeight()).isZero();
    assertThat(list(third + 1, third + 9, "", 0).getAuctionsCount()).isZero();
    assertThat(Refusals.of(() -> list(0, 0, "nobody", 0)).code()).isEqualTo("rollup-not-found");

    JsonNode json =
        http.get("/v1/auctions?from=" + second + "&to=" + third + "&rollup=south&count=1").json();
    assertThat(json.get("auctions").get(0).get("height").asLong()).isEqualTo(second);
    assertThat(json.get("auctions").get(0).has("result")).isTrue();
    assertThat(json.get("nextHeight").asLong()).isEqualTo(second + 1);
    assertThat(json.get("latestHeight").asLong()).isEqualTo(third);
  }

  @Test
  void followsAuctionsFromHistoryIntoTheLive() {
    long first = sold(10, NORTH);
    node.laneBlock(TestNode.EAST, "between");
    long second = sold(11, SOUTH);
    Iterator<AuctionResult> all = follow(first, "");
    Iterator<AuctionResult> north = follow(1, "north");

    assertThat(all.next().getHeight()).isEqualTo(first);
    assertThat(all.next().getHeight()).isEqualTo(second);
    assertThat(north.next().getHeight()).isEqualTo(first);
    node.laneBlock(TestNode.EAST, "silence");
    sold(12, SOUTH);
    long last = sold(13, NORTH);
    assertThat(all.next().getHeight()).isEqualTo(last - 1);
    AuctionResult live = all.next();
    assertThat(live.getHeight()).isEqualTo(last);
    assertThat(north.next()).isEqualTo(live);
    Bytes kept = node.services().store().auctions(last).orElseThrow().encode();
    assertThat(WireFields.bytes(live.getRecord())).isEqualTo(kept);
  }

  @Test
  void followsAuctionsAsEvents() throws IOException {
    long first = sold(10, NORTH);
    long second = sold(11, SOUTH);
    try (SseReader events =
        SseReader.open(node.httpPort(), "/v1/auctions/stream?from=1&rollup=south")) {
      SseReader.Event event = events.next().orElseThrow();
      assertThat(event.id()).isEqualTo(Long.toString(second));
      assertThat(event.name()).isEqualTo("auctions");
      assertThat(event.json().get("result").get("auctions").size()).isEqualTo(1);
    }
    assertThat(first).isLessThan(second);
    assertThat(http.get("/v1/auctions/stream?rollup=nobody").status()).isEqualTo(404);
  }

  @Test
  void auctionsArePrunedWithTheirBlocks() {
    long first = sold(10, NORTH);
    long second = sold(11, NORTH);
    node.services().store().pruneBelow(second);

    assertThat(Refusals.of(() -> auction(first)).code()).isEqualTo("height-not-found");
    assertThat(Refusals.of(() -> list(first, 0, "", 0)).code()).isEqualTo("height-not-found");
    assertThat(heights(list(0, 0, "", 0))).containsExactly(second);
    assertThat(Refusals.of(() -> follow(first, "").next()).code()).isEqualTo("height-not-found");
  }

  private BlockAuctions auction(long height) {
    return grpc.auctions().getAuction(GetAuctionRequest.newBuilder().setHeight(height).build());
  }

  private ListAuctionsResponse list(long from, long to, String rollup, int count) {
    return grpc.auctions()
        .listAuctions(
            ListAuctionsRequest.newBuilder()
                .setFromHeight(from)
                .setToHeight(to)
                .setRollup(rollup)
                .setMaxCount(count)
                .build());
  }

  private static List<Long> heights(ListAuctionsResponse page) {
    return page.getAuctionsList().stream().map(AuctionResult::getHeight).toList();
  }

  private Iterator<AuctionResult> follow(long from, String rollup) {
    return grpc.auctions()
        .followAuctions(
            FollowAuctionsRequest.newBuilder().setFromHeight(from).setRollup(rollup).build());
  }
}
