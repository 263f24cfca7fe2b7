package weft.protocol.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.orderflow.GivenHints;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.wire.AfterHold;
import weft.protocol.wire.BundleEntry;
import weft.protocol.wire.HintedCall;
import weft.protocol.wire.HintedLog;
import weft.protocol.wire.RefundTerms;

/// Wishes to keep a transaction back, and what is told of it.
public final class OrderFlowWire {
  private OrderFlowWire() {}

  public static weft.protocol.wire.Hold toWire(Hold hold) {
    weft.protocol.wire.Hold.Builder wire =
        weft.protocol.wire.Hold.newBuilder()
            .setForMs(hold.forMs())
            .setAfterwards(
                hold.thenPublic() ? AfterHold.AFTER_HOLD_PUBLISH : AfterHold.AFTER_HOLD_EXPIRE);
    hold.hints().forEach(kind -> wire.addHints(toWire(kind)));
    if (!hold.given().equals(GivenHints.NONE)) {
      wire.setGiven(toWire(hold.given()));
    }
    return wire.build();
  }

  /// Reads a wish; throws a `MalformedException` that names the field.
  public static Hold fromWire(weft.protocol.wire.Hold wire) {
    SortedSet<HintKind> hints = new TreeSet<>();
    wire.getHintsList().forEach(kind -> hints.add(fromWire(kind)));
    boolean thenPublic =
        switch (wire.getAfterwards()) {
          case AFTER_HOLD_PUBLISH, AFTER_HOLD_UNSPECIFIED -> true;
          case AFTER_HOLD_EXPIRE -> false;
          case UNRECOGNIZED ->
              throw new MalformedException("hold.afterwards", "must be publish or expire");
        };
    if (wire.getGiven().getSerializedSize() > GivenHints.MAX_BYTES) {
      throw new MalformedException(
          "hold.given",
          "has at most "
              + GivenHints.MAX_BYTES
              + " bytes, got "
              + wire.getGiven().getSerializedSize());
    }
    return new Hold(
        WireFields.u64(wire.getForMs(), "hold.for_ms"),
        thenPublic,
        hints,
        given(wire.getGiven().getTxsList(), wire.getGiven().getLogsList()));
  }

  /// A wish as bytes, such as a journal keeps.
  public static Bytes encode(Hold hold) {
    return WireFields.bytes(toWire(hold).toByteString());
  }

  /// Reads what [#encode] wrote; throws a `MalformedException` where it is something else.
  public static Hold decode(Bytes encoded) {
    try {
      return fromWire(weft.protocol.wire.Hold.parseFrom(encoded.toArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("hold", "is no weft.v1.Hold");
    }
  }

  public static weft.protocol.wire.Hint toWire(Hint hint) {
    weft.protocol.wire.GivenHints given = toWire(hint.given());
    weft.protocol.wire.Hint.Builder wire =
        weft.protocol.wire.Hint.newBuilder()
            .setHash(WireFields.toWire(hint.hash()))
            .addAllLogs(given.getLogsList())
            .addAllTxs(given.getTxsList())
            .setHeldUntilMs(hint.heldUntilMs());
    hint.rollups().forEach(rollup -> wire.addRollups(rollup.name()));
    hint.size().ifPresent(wire::setSize);
    hint.sender().ifPresent(sender -> wire.setSender(WireFields.toWire(sender)));
    hint.refund()
        .ifPresent(
            terms ->
                wire.setRefund(
                    RefundTerms.newBuilder()
                        .setRecipient(WireFields.toWire(terms.recipient()))
                        .setPercent(terms.percent())));
    hint.payloads().forEach(entry -> wire.addPayloads(toWire(entry)));
    return wire.build();
  }

  /// Reads what is told; throws a `MalformedException` that names the field.
  public static Hint fromWire(weft.protocol.wire.Hint wire) {
    return new Hint(
        WireFields.hash(wire.getHash(), "hash"),
        WireFields.u64(wire.getHeldUntilMs(), "held_until_ms"),
        wire.getRollupsList().stream().map(name -> WireFields.rollup(name, "rollups")).toList(),
        wire.hasSize()
            ? OptionalInt.of(WireFields.u32(wire.getSize(), "size"))
            : OptionalInt.empty(),
        wire.getSender().isEmpty()
            ? Optional.empty()
            : Optional.of(WireFields.address(wire.getSender(), "sender")),
        wire.hasRefund() ? Optional.of(fromWire(wire.getRefund())) : Optional.empty(),
        wire.getPayloadsList().stream().map(OrderFlowWire::fromWire).toList(),
        given(wire.getTxsList(), wire.getLogsList()));
  }

  private static weft.protocol.wire.HintKind toWire(HintKind kind) {
    return switch (kind) {
      case ROLLUPS -> weft.protocol.wire.HintKind.HINT_KIND_ROLLUPS;
      case SIZE -> weft.protocol.wire.HintKind.HINT_KIND_SIZE;
      case SENDER -> weft.protocol.wire.HintKind.HINT_KIND_SENDER;
      case REFUND -> weft.protocol.wire.HintKind.HINT_KIND_REFUND;
      case PAYLOADS -> weft.protocol.wire.HintKind.HINT_KIND_PAYLOADS;
    };
  }

  private static HintKind fromWire(weft.protocol.wire.HintKind wire) {
    return switch (wire) {
      case HINT_KIND_ROLLUPS -> HintKind.ROLLUPS;
      case HINT_KIND_SIZE -> HintKind.SIZE;
      case HINT_KIND_SENDER -> HintKind.SENDER;
      case HINT_KIND_REFUND -> HintKind.REFUND;
      case HINT_KIND_PAYLOADS -> HintKind.PAYLOADS;
      case HINT_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("hold.hints", "has a kind that this version does not know");
    };
  }

  private static Action.RefundTerms fromWire(RefundTerms wire) {
    return new Action.RefundTerms(
        WireFields.address(wire.getRecipient(), "refund.recipient"),
        WireFields.u32(wire.getPercent(), "refund.percent"));
  }

  private static BundleEntry toWire(Action.BundleEntry entry) {
    return BundleEntry.newBuilder()
        .setRollup(entry.rollup().name())
        .setPayload(
            weft.protocol.wire.Payload.newBuilder()
                .setData(WireFields.toWire(entry.payload().data()))
                .setGasLimit(entry.payload().gasLimit()))
        .build();
  }

  private static Action.BundleEntry fromWire(BundleEntry wire) {
    return new Action.BundleEntry(
        WireFields.rollup(wire.getRollup(), "payloads.rollup"),
        new Payload(
            WireFields.bytes(wire.getPayload().getData()),
            WireFields.u64(wire.getPayload().getGasLimit(), "payloads.gas_limit")));
  }

  private static weft.protocol.wire.GivenHints toWire(GivenHints given) {
    weft.protocol.wire.GivenHints.Builder wire = weft.protocol.wire.GivenHints.newBuilder();
    for (GivenHints.Call call : given.txs()) {
      wire.addTxs(
          HintedCall.newBuilder()
              .setTo(WireFields.toWire(call.to()))
              .setFunctionSelector(WireFields.toWire(call.functionSelector()))
              .setCallData(WireFields.toWire(call.callData())));
    }
    for (GivenHints.Log log : given.logs()) {
      HintedLog.Builder one =
          HintedLog.newBuilder()
              .setAddress(WireFields.toWire(log.address()))
              .setData(WireFields.toWire(log.data()));
      log.topics().forEach(topic -> one.addTopics(WireFields.toWire(topic)));
      wire.addLogs(one);
    }
    return wire.build();
  }

  private static Bytes address(ByteString wire, String field) {
    if (!wire.isEmpty() && wire.size() != Address.SIZE) {
      throw new MalformedException(field, "must be an address of 20 bytes, or empty");
    }
    return WireFields.bytes(wire);
  }

  private static GivenHints given(List<HintedCall> txs, List<HintedLog> logs) {
    List<GivenHints.Call> calls = new ArrayList<>();
    for (HintedCall call : txs) {
      calls.add(
          new GivenHints.Call(
              address(call.getTo(), "txs.to"),
              WireFields.bytes(call.getFunctionSelector()),
              WireFields.bytes(call.getCallData())));
    }
    List<GivenHints.Log> said = new ArrayList<>();
    for (HintedLog log : logs) {
      said.add(
          new GivenHints.Log(
              address(log.getAddress(), "logs.address"),
              log.getTopicsList().stream().map(WireFields::bytes).toList(),
              WireFields.bytes(log.getData())));
    }
    return new GivenHints(calls, said);
  }
}
