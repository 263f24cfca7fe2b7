package weft.rollup.client;

import io.grpc.Channel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import weft.primitives.Address;
import weft.primitives.MalformedException;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.comet.CometHeader;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.wire.AuctionResult;
import weft.protocol.wire.AuctionServiceGrpc;
import weft.protocol.wire.AuctionServiceGrpc.AuctionServiceBlockingV2Stub;
import weft.protocol.wire.FollowAuctionsRequest;
import weft.protocol.wire.GetAuctionRequest;
import weft.protocol.wire.ListAuctionsRequest;
import weft.protocol.wire.ListAuctionsResponse;
import weft.protocol.wire.ListPendingBidsRequest;
import weft.protocol.wire.PendingBid;

/// What the auctions of blocks came to, and the bids that wait. Answers are a node's word: `weft
/// audit` checks them.
///
/// Every question is asked again while the node cannot be reached, and throws a [NodeException]
/// when the attempts are used up or the answer cannot be read.
public final class AuctionClient {
  private final AuctionServiceBlockingV2Stub stub;
  private final ClientConfig config;
  private final Calls calls;

  AuctionClient(Channel channel, ClientConfig config) {
    this.stub =
        AuctionServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(config.maxMessageBytes());
    this.config = config;
    this.calls = new Calls(config);
  }

  /// The auctions of a block, with what shows that they are the block's.
  ///
  /// @param height 0 = the latest
  public Checked<BlockAuctions> auction(long height) {
    GetAuctionRequest request = GetAuctionRequest.newBuilder().setHeight(height).build();
    return calls.ask(
        "auctions of a block",
        () -> Answers.read(timed().getAuction(request), AuctionClient::ofBlock));
  }

  /// The blocks with auctions from one height to another: as many as the node sends at once, so ask
  /// on where the page says.
  ///
  /// @param fromHeight 0 = the earliest that the node keeps
  /// @param toHeight 0 = the latest
  /// @param rollup only blocks with bids on it
  /// @param maxCount 0 = the node's limit
  public Checked<AuctionPage> auctions(
      long fromHeight, long toHeight, Optional<RollupId> rollup, int maxCount) {
    ListAuctionsRequest request =
        ListAuctionsRequest.newBuilder()
            .setFromHeight(fromHeight)
            .setToHeight(toHeight)
            .setRollup(rollup.map(RollupId::name).orElse(""))
            .setMaxCount(maxCount)
            .build();
    return calls.ask(
        "auctions", () -> Answers.read(timed().listAuctions(request), AuctionClient::page));
  }

  /// Every block with auctions from a height on, then live, without gap or duplicate.
  ///
  /// @param fromHeight 0 = from the next block on
  /// @param rollup only blocks with bids on it
  public Subscription<AuctionRecord> follow(long fromHeight, Optional<RollupId> rollup) {
    FollowAuctionsRequest request =
        FollowAuctionsRequest.newBuilder()
            .setFromHeight(fromHeight)
            .setRollup(rollup.map(RollupId::name).orElse(""))
            .build();
    return new GrpcSubscription<>(stub.followAuctions(request), AuctionClient::result);
  }

  /// The bids of an account that wait at the node, ascending by hash.
  public Checked<List<WaitingBid>> pendingBids(Address account) {
    ListPendingBidsRequest request =
        ListPendingBidsRequest.newBuilder().setAccount(WireFields.toWire(account)).build();
    return calls.ask(
        "pending bids",
        () ->
            Answers.read(
                timed().listPendingBids(request),
                wire -> wire.getBidsList().stream().map(AuctionClient::waitingBid).toList()));
  }

  private static WaitingBid waitingBid(PendingBid wire) {
    Transaction transaction =
        switch (TransactionCodec.decode(WireFields.bytes(wire.getTransaction()))) {
          case Checked.Ok<Transaction>(Transaction decoded) -> decoded;
          case Checked.Refused<Transaction>(var refusal) ->
              throw new MalformedException("bids.transaction", refusal.message());
        };
    if (transaction.body().bid().isEmpty()) {
      throw new MalformedException("bids.transaction", "is a bid");
    }
    return new WaitingBid(
        transaction, WireFields.u64(wire.getReceivedTimeMs(), "bids.received_time_ms"));
  }

  private static BlockAuctions ofBlock(weft.protocol.wire.BlockAuctions wire) {
    WireFields.expectPresent(wire.hasPreambleProof(), "preamble_proof");
    return new BlockAuctions(
        WireFields.u64(wire.getHeight(), "height"),
        WireFields.hash(wire.getBlockHash(), "block_hash"),
        wire.hasAnchor() ? Optional.of(LaneWire.fromWire(wire.getAnchor())) : Optional.empty(),
        WireFields.bytes(wire.getPreamble()),
        WireFields.merkleProof(wire.getPreambleProof(), "preamble_proof"),
        wire.getVotes().isEmpty()
            ? Optional.empty()
            : Optional.of(WireFields.bytes(wire.getVotes())),
        wire.getEngineHeader().isEmpty()
            ? Optional.empty()
            : Optional.of(CometHeader.decode(WireFields.bytes(wire.getEngineHeader()))),
        wire.getRecord().isEmpty()
            ? Optional.empty()
            : Optional.of(AuctionRecord.decode(WireFields.bytes(wire.getRecord()))));
  }

  private static AuctionPage page(ListAuctionsResponse wire) {
    long next = WireFields.u64(wire.getNextHeight(), "next_height");
    return new AuctionPage(
        wire.getAuctionsList().stream().map(AuctionClient::result).toList(),
        next == 0 ? OptionalLong.empty() : OptionalLong.of(next),
        WireFields.u64(wire.getEarliestHeight(), "earliest_height"),
        WireFields.u64(wire.getLatestHeight(), "latest_height"));
  }

  private static AuctionRecord result(AuctionResult wire) {
    return AuctionRecord.decode(WireFields.bytes(wire.getRecord()));
  }

  private AuctionServiceBlockingV2Stub timed() {
    return stub.withDeadlineAfter(config.callTimeoutMs(), TimeUnit.MILLISECONDS);
  }
}
