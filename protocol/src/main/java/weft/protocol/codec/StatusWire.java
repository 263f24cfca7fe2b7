package weft.protocol.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weft.primitives.MalformedException;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;
import weft.protocol.wire.TransactionState;

/// Transaction statuses.
public final class StatusWire {
  private StatusWire() {}

  public static weft.protocol.wire.TransactionStatus toWire(TransactionStatus status) {
    weft.protocol.wire.TransactionStatus.Builder wire =
        weft.protocol.wire.TransactionStatus.newBuilder()
            .setTransactionHash(WireFields.toWire(status.transactionHash()))
            .setAccount(WireFields.toWire(status.account()))
            .setChannel(status.nonce().channel())
            .setSequence(status.nonce().sequence())
            .setReceivedTimeMs(status.receivedTimeMs());
    switch (status.progress()) {
      case TransactionStatus.Received(OptionalLong heldUntilMs) ->
          wire.setState(TransactionState.TRANSACTION_STATE_RECEIVED)
              .setHeldUntilMs(heldUntilMs.orElse(0));
      case TransactionStatus.Pending(OptionalLong waitsFor) ->
          wire.setState(TransactionState.TRANSACTION_STATE_PENDING)
              .setIsWaiting(waitsFor.isPresent())
              .setWaitsForSequence(waitsFor.orElse(0));
      case TransactionStatus.Soft soft -> putSoft(wire, soft);
      case TransactionStatus.Replaced replaced -> {
        wire.setState(TransactionState.TRANSACTION_STATE_REPLACED)
            .setReasonCode(replaced.code().id());
        replaced.replacedBy().ifPresent(by -> wire.setReplacedBy(WireFields.toWire(by)));
      }
      case TransactionStatus.Expired(String reason) ->
          wire.setState(TransactionState.TRANSACTION_STATE_EXPIRED)
              .setReasonCode(RefusalCode.EXPIRED.id())
              .setReason(reason);
      case TransactionStatus.Refused(RefusalCode code, String reason) ->
          wire.setState(TransactionState.TRANSACTION_STATE_REFUSED)
              .setReasonCode(code.id())
              .setReason(reason);
    }
    return wire.build();
  }

  /// Reads a status; throws a `MalformedException` that names the field, also where a field is set
  /// that does not belong to the state.
  public static TransactionStatus fromWire(weft.protocol.wire.TransactionStatus wire) {
    TransactionStatus status =
        new TransactionStatus(
            WireFields.hash(wire.getTransactionHash(), "status.transaction_hash"),
            WireFields.address(wire.getAccount(), "status.account"),
            new Nonce(
                WireFields.u64(wire.getChannel(), "status.channel"),
                WireFields.u64(wire.getSequence(), "status.sequence")),
            WireFields.u64(wire.getReceivedTimeMs(), "status.received_time_ms"),
            progress(wire));
    if (!toWire(status).equals(wire)) {
      throw new MalformedException("status.state", "has fields that belong to another state");
    }
    return status;
  }

  public static weft.protocol.wire.LanePosition toWire(LanePosition position) {
    return weft.protocol.wire.LanePosition.newBuilder()
        .setRollup(position.rollup().name())
        .setLaneHeight(position.laneHeight())
        .setFirstPayload(position.firstPayload())
        .setPayloadCount(position.payloadCount())
        .build();
  }

  /// Reads a position; throws a `MalformedException` that names the field.
  public static LanePosition fromWire(weft.protocol.wire.LanePosition wire) {
    return new LanePosition(
        WireFields.rollup(wire.getRollup(), "lanes.rollup"),
        WireFields.u64(wire.getLaneHeight(), "lanes.lane_height"),
        WireFields.u32(wire.getFirstPayload(), "lanes.first_payload"),
        WireFields.u32(wire.getPayloadCount(), "lanes.payload_count"));
  }

  private static void putSoft(
      weft.protocol.wire.TransactionStatus.Builder wire, TransactionStatus.Soft soft) {
    wire.setState(TransactionState.TRANSACTION_STATE_SOFT)
        .setHeight(soft.height())
        .setBlockTimeMs(soft.blockTimeMs())
        .setIndex(soft.index())
        .setFee(soft.fee().toString())
        .setFeeAsset(soft.feeAsset().name());
    soft.lanes().forEach(lane -> wire.addLanes(toWire(lane)));
  }

  private static TransactionStatus.Progress progress(weft.protocol.wire.TransactionStatus wire) {
    return switch (wire.getState()) {
      case TRANSACTION_STATE_RECEIVED -> received(wire);
      case TRANSACTION_STATE_PENDING -> pending(wire);
      case TRANSACTION_STATE_SOFT -> soft(wire);
      case TRANSACTION_STATE_REPLACED ->
          new TransactionStatus.Replaced(
              code(wire),
              wire.getReplacedBy().isEmpty()
                  ? Optional.empty()
                  : Optional.of(WireFields.hash(wire.getReplacedBy(), "status.replaced_by")));
      case TRANSACTION_STATE_EXPIRED -> new TransactionStatus.Expired(wire.getReason());
      case TRANSACTION_STATE_REFUSED -> new TransactionStatus.Refused(code(wire), wire.getReason());
      case TRANSACTION_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException(
              "status.state", "is no state that this version knows: " + wire.getStateValue());
    };
  }

  private static TransactionStatus.Progress received(weft.protocol.wire.TransactionStatus wire) {
    long until = WireFields.u64(wire.getHeldUntilMs(), "status.held_until_ms");
    return new TransactionStatus.Received(
        until == 0 ? OptionalLong.empty() : OptionalLong.of(until));
  }

  private static TransactionStatus.Progress pending(weft.protocol.wire.TransactionStatus wire) {
    long waitsFor = WireFields.u64(wire.getWaitsForSequence(), "status.waits_for_sequence");
    return new TransactionStatus.Pending(
        wire.getIsWaiting() ? OptionalLong.of(waitsFor) : OptionalLong.empty());
  }

  private static TransactionStatus.Progress soft(weft.protocol.wire.TransactionStatus wire) {
    List<LanePosition> lanes = new ArrayList<>(wire.getLanesCount());
    wire.getLanesList().forEach(lane -> lanes.add(fromWire(lane)));
    return new TransactionStatus.Soft(
        WireFields.u64(wire.getHeight(), "status.height"),
        WireFields.u64(wire.getBlockTimeMs(), "status.block_time_ms"),
        WireFields.u32(wire.getIndex(), "status.index"),
        lanes,
        WireFields.amount(wire.getFee(), "status.fee"),
        WireFields.asset(wire.getFeeAsset(), "status.fee_asset"));
  }

  private static RefusalCode code(weft.protocol.wire.TransactionStatus wire) {
    return RefusalWire.code(wire.getReasonCode(), "status.reason_code");
  }
}
