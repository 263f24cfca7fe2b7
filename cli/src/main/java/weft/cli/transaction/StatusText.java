package weft.cli.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.cli.Format;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.status.TransactionStatus.Expired;
import weft.protocol.status.TransactionStatus.Pending;
import weft.protocol.status.TransactionStatus.Received;
import weft.protocol.status.TransactionStatus.Refused;
import weft.protocol.status.TransactionStatus.Replaced;
import weft.protocol.status.TransactionStatus.Soft;
import weft.rollup.client.Submitted;

/// Receipts and statuses as text and as JSON documents.
public final class StatusText {
  private StatusText() {}

  static Map<String, Object> receipt(Receipt receipt) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("receivedTimeMs", receipt.receivedTimeMs());
    document.put("lastHeight", receipt.lastHeight());
    document.put("node", receipt.node().toString());
    document.put("signature", receipt.signature().toString());
    return document;
  }

  static String[] lines(Submitted submitted, Hash32 hash) {
    return switch (submitted) {
      case Submitted.Accepted(Receipt receipt) ->
          new String[] {
            "transaction " + hash,
            "received    "
                + Format.time(receipt.receivedTimeMs())
                + ", receipt signed by "
                + receipt.node(),
            "valid until block " + Format.count(receipt.lastHeight())
          };
      case Submitted.AlreadyKnown(TransactionStatus status) -> lines(status);
      case Submitted.Refused(var refusal) -> new String[] {"refused     " + refusal};
      case Submitted.Unknown(String reason) -> new String[] {"unknown     " + reason};
    };
  }

  static String[] lines(TransactionStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add("transaction " + status.transactionHash());
    lines.add(line(status));
    if (status.progress() instanceof Soft soft) {
      for (LanePosition lane : soft.lanes()) {
        lines.add("lane        " + position(lane));
      }
    }
    return lines.toArray(String[]::new);
  }

  /// The state and what belongs to it, on one line.
  public static String line(TransactionStatus status) {
    String detail =
        switch (status.progress()) {
          case Received(var heldUntilMs) ->
              heldUntilMs.isPresent()
                  ? "kept back until %s, or until a bid names it"
                      .formatted(Format.time(heldUntilMs.getAsLong()))
                  : "waits to be checked";
          case Pending(var waitsFor) ->
              waitsFor.isPresent()
                  ? "waits for sequence %s of channel %s"
                      .formatted(
                          Format.count(waitsFor.getAsLong()),
                          Format.count(status.nonce().channel()))
                  : "waits for a block";
          case Soft soft ->
              "block %s, place %s, fee %s"
                  .formatted(
                      Format.count(soft.height()),
                      Format.count(soft.index()),
                      Format.amount(soft.fee(), soft.feeAsset().name()));
          case Replaced(var code, var by) -> code.id() + by.map(hash -> ": by " + hash).orElse("");
          case Expired(String reason) -> reason;
          case Refused(var code, String reason) -> code.id() + ": " + reason;
        };
    return "%-11s %s".formatted(status.state().id(), detail);
  }

  public static Map<String, Object> document(TransactionStatus status) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hash", status.transactionHash().toString());
    document.put("state", status.state().id());
    document.put("account", status.account().toString());
    document.put("channel", status.nonce().channel());
    document.put("sequence", status.nonce().sequence());
    document.put("receivedTimeMs", status.receivedTimeMs());
    switch (status.progress()) {
      case Received(var heldUntilMs) ->
          heldUntilMs.ifPresent(until -> document.put("heldUntilMs", until));
      case Pending(var waitsFor) ->
          waitsFor.ifPresent(sequence -> document.put("waitsForSequence", sequence));
      case Soft soft -> putSoft(document, soft);
      case Replaced(var code, var by) -> {
        document.put("reasonCode", code.id());
        by.ifPresent(hash -> document.put("replacedBy", hash.toString()));
      }
      case Expired(String reason) -> document.put("reason", reason);
      case Refused(var code, String reason) -> {
        document.put("reasonCode", code.id());
        document.put("reason", reason);
      }
    }
    return document;
  }

  /// 0 where the transaction is in a block or may still get there, 1 where it will not.
  static int exitStatus(TransactionStatus status) {
    return status.state().isFinal() && status.state() != TransactionState.SOFT ? 1 : 0;
  }

  private static void putSoft(Map<String, Object> document, Soft soft) {
    document.put("height", soft.height());
    document.put("blockTimeMs", soft.blockTimeMs());
    document.put("index", soft.index());
    document.put("fee", soft.fee().toString());
    document.put("feeAsset", soft.feeAsset().name());
    List<Map<String, Object>> lanes = new ArrayList<>();
    for (LanePosition lane : soft.lanes()) {
      Map<String, Object> position = new LinkedHashMap<>();
      position.put("rollup", lane.rollup().name());
      position.put("laneHeight", lane.laneHeight());
      position.put("firstPayload", lane.firstPayload());
      position.put("payloadCount", lane.payloadCount());
      lanes.add(position);
    }
    document.put("lanes", lanes);
  }

  private static String position(LanePosition lane) {
    String first = Format.count(lane.firstPayload());
    String payloads =
        lane.payloadCount() == 1
            ? "payload " + first
            : "payloads %s to %s"
                .formatted(first, Format.count(lane.firstPayload() + lane.payloadCount() - 1L));
    return "%s, lane block %s, %s"
        .formatted(lane.rollup().name(), Format.count(lane.laneHeight()), payloads);
  }
}
