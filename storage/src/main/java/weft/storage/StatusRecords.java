package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionStatus;
import weft.protocol.status.TransactionStatus.Expired;
import weft.protocol.status.TransactionStatus.Pending;
import weft.protocol.status.TransactionStatus.Progress;
import weft.protocol.status.TransactionStatus.Received;
import weft.protocol.status.TransactionStatus.Refused;
import weft.protocol.status.TransactionStatus.Replaced;
import weft.protocol.status.TransactionStatus.Soft;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;

/// Layout of final statuses; the transaction hash is the key.
final class StatusRecords {
  private static final int SOFT = 1;
  private static final int REPLACED = 2;
  private static final int EXPIRED = 3;
  private static final int REFUSED = 4;

  private static final int MAX_TEXT_BYTES = 0xffff;
  private static final int MIN_POSITION_BYTES = 2 + RollupId.MIN_NAME_LENGTH + 8 + 4 + 4;

  private StatusRecords() {}

  /// A final status and when it became final.
  ///
  /// @param finalTimeMs time of the newest block at that moment
  /// @param lastHeight the last height at which a block could have it
  record Stored(TransactionStatus status, long finalTimeMs, long lastHeight) {
    boolean isSoft() {
      return status.progress() instanceof Soft;
    }

    /// What the node said when it took the transaction; empty where it did not.
    Optional<ReceiptLeaf> receipt() {
      long receivedTimeMs = status.receivedTimeMs();
      return receivedTimeMs == 0
          ? Optional.empty()
          : Optional.of(new ReceiptLeaf(status.transactionHash(), receivedTimeMs, lastHeight));
    }
  }

  /// @throws IllegalArgumentException if the status is not final
  static Bytes status(Stored stored) {
    TransactionStatus status = stored.status();
    ByteWriter writer = new ByteWriter(160).u8(RecordReader.VERSION).u64(stored.finalTimeMs());
    writer.address(status.account());
    writer.u64(status.nonce().channel()).u64(status.nonce().sequence());
    writer.u64(status.receivedTimeMs()).u64(stored.lastHeight());
    writeProgress(writer, status.progress());
    return writer.toBytes();
  }

  static Stored readStatus(Hash32 transactionHash, Bytes record) {
    return RecordReader.read(
        "status",
        record,
        reader -> {
          long finalTimeMs = reader.u64("final_time_ms");
          Address account = reader.address("account");
          Nonce nonce = new Nonce(reader.u64("channel"), reader.u64("sequence"));
          long receivedTimeMs = reader.u64("received_time_ms");
          long lastHeight = reader.u64("last_height");
          TransactionStatus status =
              new TransactionStatus(
                  transactionHash, account, nonce, receivedTimeMs, readProgress(reader));
          return new Stored(status, finalTimeMs, lastHeight);
        });
  }

  private static void writeProgress(ByteWriter writer, Progress progress) {
    switch (progress) {
      case Soft soft -> writeSoft(writer.u8(SOFT), soft);
      case Replaced(RefusalCode code, Optional<Hash32> by) -> {
        writer.u8(REPLACED).text(code.id()).u8(by.isPresent() ? 1 : 0);
        by.ifPresent(writer::hash);
      }
      case Expired(String reason) -> writer.u8(EXPIRED).text(reason);
      case Refused(RefusalCode code, String reason) ->
          writer.u8(REFUSED).text(code.id()).text(reason);
      case Received _, Pending _ ->
          throw new IllegalArgumentException("not a final state: " + progress.state().id());
    }
  }

  private static Progress readProgress(ByteReader reader) {
    int kind = reader.u8("state");
    return switch (kind) {
      case SOFT -> readSoft(reader);
      case REPLACED ->
          new Replaced(
              readCode(reader),
              reader.u8("has_replaced_by") == 1
                  ? Optional.of(reader.hash("replaced_by"))
                  : Optional.empty());
      case EXPIRED -> new Expired(reader.text("reason", MAX_TEXT_BYTES));
      case REFUSED -> new Refused(readCode(reader), reader.text("reason", MAX_TEXT_BYTES));
      default -> throw new IllegalArgumentException("state: unknown kind " + kind);
    };
  }

  private static void writeSoft(ByteWriter writer, Soft soft) {
    writer.u64(soft.height()).u64(soft.blockTimeMs()).u32(soft.index());
    writer.amount(soft.fee()).text(soft.feeAsset().name()).u32(soft.lanes().size());
    for (LanePosition lane : soft.lanes()) {
      writer.text(lane.rollup().name()).u64(lane.laneHeight());
      writer.u32(lane.firstPayload()).u32(lane.payloadCount());
    }
  }

  private static Soft readSoft(ByteReader reader) {
    long height = reader.u64("height");
    long blockTimeMs = reader.u64("block_time_ms");
    int index = readInt(reader, "index");
    var fee = reader.amount("fee");
    AssetId feeAsset = new AssetId(reader.text("fee_asset", AssetId.MAX_NAME_LENGTH));
    int count = BlockRecords.count(reader, "lane", MIN_POSITION_BYTES);
    List<LanePosition> lanes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lanes.add(
          new LanePosition(
              RollupId.of(reader.text("rollup", RollupId.MAX_NAME_LENGTH)),
              reader.u64("lane_height"),
              readInt(reader, "first_payload"),
              readInt(reader, "payload_count")));
    }
    return new Soft(height, blockTimeMs, index, lanes, fee, feeAsset);
  }

  private static RefusalCode readCode(ByteReader reader) {
    String id = reader.text("code", MAX_TEXT_BYTES);
    return RefusalCode.ofId(id)
        .orElseThrow(() -> new IllegalArgumentException("code: unknown refusal code " + id));
  }

  private static int readInt(ByteReader reader, String field) {
    long value = reader.u32(field);
    if (value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(field + ": too large, " + value);
    }
    return (int) value;
  }
}
