package weft.node.api.wire;

import java.util.OptionalLong;
import weft.node.api.answer.AttestationAnswers.AttestedHeight;
import weft.node.api.answer.Steps;
import weft.node.api.stream.Head;
import weft.node.api.stream.StreamSource;
import weft.node.api.stream.Streams;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.orderflow.Hint;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.AuctionResult;
import weft.protocol.wire.FollowAttestationsRequest;
import weft.protocol.wire.FollowAuctionsRequest;
import weft.protocol.wire.FollowHeadsRequest;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.FollowStatusRequest;

/// The calls that answer with a stream.
public final class FollowCalls {
  private final Streams streams;

  public FollowCalls(Streams streams) {
    this.streams = streams;
  }

  public Checked<Followed<ProvenLaneBlock, weft.protocol.wire.ProvenLaneBlock>> lane(
      FollowLaneRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                streams.lane(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.u64(request.getFromLaneHeight(), "from_lane_height")),
                source ->
                    new Followed<>("lane", source, LaneWire::toWire, FollowCalls::laneHeight)));
  }

  public Checked<Followed<Head, weft.protocol.wire.Head>> heads(FollowHeadsRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                streams.heads(WireFields.u64(request.getFromHeight(), "from_height")),
                source ->
                    new Followed<>(
                        "heads",
                        source,
                        ChainWire::toWire,
                        head -> OptionalLong.of(head.height()))));
  }

  public Checked<Followed<AttestedHeight, Attestation>> attestations(
      FollowAttestationsRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                streams.attestations(WireFields.u64(request.getFromHeight(), "from_height")),
                source ->
                    new Followed<>(
                        "attestations",
                        source,
                        ValidatorWire::toWire,
                        attested -> OptionalLong.of(attested.height()))));
  }

  public Checked<Followed<AuctionRecord, AuctionResult>> auctions(FollowAuctionsRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                streams.auctions(
                    WireFields.u64(request.getFromHeight(), "from_height"),
                    AuctionCalls.rollup(request.getRollup())),
                source ->
                    new Followed<>(
                        "auctions",
                        source,
                        AuctionWire::toWire,
                        record -> OptionalLong.of(record.height()))));
  }

  public Checked<Followed<Hint, weft.protocol.wire.Hint>> hints() {
    return Steps.map(
        streams.hints(),
        source ->
            new Followed<>("hints", source, OrderFlowWire::toWire, _ -> OptionalLong.empty()));
  }

  public Checked<Followed<TransactionStatus, weft.protocol.wire.TransactionStatus>> status(
      FollowStatusRequest request) {
    return Asking.ask(() -> Steps.map(statuses(request), FollowCalls::statuses));
  }

  private Checked<StreamSource<TransactionStatus>> statuses(FollowStatusRequest request) {
    return switch (request.getFilterCase()) {
      case TRANSACTION_HASH ->
          streams.transaction(WireFields.hash(request.getTransactionHash(), "transaction_hash"));
      case ACCOUNT -> streams.account(WireFields.address(request.getAccount(), "account"));
      case ROLLUP -> streams.rollup(WireFields.rollup(request.getRollup(), "rollup"));
      case FILTER_NOT_SET -> Steps.invalid("filter", "transactionHash, account or rollup");
    };
  }

  private static Followed<TransactionStatus, weft.protocol.wire.TransactionStatus> statuses(
      StreamSource<TransactionStatus> source) {
    return new Followed<>("status", source, StatusWire::toWire, _ -> OptionalLong.empty());
  }

  private static OptionalLong laneHeight(ProvenLaneBlock block) {
    return OptionalLong.of(LaneHeader.decode(block.laneBlock().header()).laneHeight());
  }
}
