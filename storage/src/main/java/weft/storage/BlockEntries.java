package weft.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import weft.chain.store.CommittedBlock;
import weft.chain.store.LaneBlockRecord;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;

/// Layout of a block's entries. A large payload is not written a second time: it stands in a lane
/// block of the same block, which lives as long, and the entry refers to it there.
final class BlockEntries {
  /// Payloads below are repeated: a reference would save little.
  static final int MIN_REFERRED_BYTES = 1024;

  private static final int LITERAL = 0;
  private static final int REFERENCE = 1;
  private static final int MIN_PIECE_BYTES = 1 + Integer.BYTES;

  private BlockEntries() {}

  /// Where a payload lies in the lanes: the data of an entry of a lane block.
  record Place(Hash32 rollupId, long laneHeight, int entry) {}

  private record Placed(Place place, LaneEntry entry) {}

  private sealed interface Piece {
    int size();

    record Literal(Bytes bytes) implements Piece {
      @Override
      public int size() {
        return MIN_PIECE_BYTES + bytes.size();
      }
    }

    record Reference(Place place) implements Piece {
      @Override
      public int size() {
        return 1 + Hash32.SIZE + Long.BYTES + Integer.BYTES;
      }
    }
  }

  static Bytes encode(CommittedBlock block) {
    Map<Hash32, List<Placed>> payloads = largePayloads(block.lanes());
    List<List<Piece>> entries = new ArrayList<>(block.entries().size());
    int size = 1 + Integer.BYTES;
    int transactionsFrom = block.entries().size() - block.transactions().size();
    for (int i = 0; i < block.entries().size(); i++) {
      List<Piece> pieces =
          i < transactionsFrom
              ? List.of(new Piece.Literal(block.entries().get(i)))
              : cut(
                  block.transactions().get(i - transactionsFrom).transaction().transaction(),
                  payloads);
      entries.add(pieces);
      size += Integer.BYTES + pieces.stream().mapToInt(Piece::size).sum();
    }
    ByteWriter writer = new ByteWriter(size).u8(RecordReader.VERSION).u32(entries.size());
    for (List<Piece> pieces : entries) {
      writer.u32(pieces.size());
      pieces.forEach(piece -> write(writer, piece));
    }
    return writer.toBytes();
  }

  private static Map<Hash32, List<Placed>> largePayloads(List<LaneBlockRecord> lanes) {
    Map<Hash32, List<Placed>> payloads = new HashMap<>();
    for (LaneBlockRecord lane : lanes) {
      List<Bytes> entries = lane.laneBlock().entries();
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i).size() >= LaneEntry.PREFIX_SIZE + MIN_REFERRED_BYTES) {
          LaneEntry entry = LaneEntry.decode(entries.get(i));
          Place place = new Place(lane.rollup().hash(), lane.header().laneHeight(), i);
          payloads
              .computeIfAbsent(entry.transactionHash(), _ -> new ArrayList<>())
              .add(new Placed(place, entry));
        }
      }
    }
    payloads.values().forEach(placed -> placed.sort(IN_TRANSACTION));
    return payloads;
  }

  private static final Comparator<Placed> IN_TRANSACTION =
      Comparator.comparingInt((Placed placed) -> placed.entry().actionIndex())
          .thenComparingInt(placed -> placed.entry().payloadIndex());

  private static List<Piece> cut(Transaction transaction, Map<Hash32, List<Placed>> payloads) {
    Bytes envelope = transaction.envelope();
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    for (Placed placed : payloads.getOrDefault(transaction.hash(), List.of())) {
      Bytes data = data(transaction.body(), placed.entry());
      // Decoded payloads are windows on the envelope, so nobody need look for them: a search
      // would take as long as a hostile sender likes.
      OptionalInt begin = envelope.offsetOf(data);
      if (begin.isPresent()) {
        pieces.add(new Piece.Literal(envelope.slice(at, begin.getAsInt() - at)));
        pieces.add(new Piece.Reference(placed.place()));
        at = begin.getAsInt() + data.size();
      }
    }
    pieces.add(new Piece.Literal(envelope.slice(at, envelope.size() - at)));
    return pieces;
  }

  /// The payload of a lane entry as it stands in its transaction.
  private static Bytes data(TransactionBody body, LaneEntry entry) {
    return switch (body.actions().get(entry.actionIndex())) {
      case Action.Submit submit -> submit.payloads().get(entry.payloadIndex()).data();
      case Action.Bundle bundle -> bundle.entries().get(entry.payloadIndex()).payload().data();
      case Action.Stating _ ->
          throw new IllegalArgumentException(
              "action %d of %s has no payloads"
                  .formatted(entry.actionIndex(), entry.transactionHash()));
    };
  }

  private static void write(ByteWriter writer, Piece piece) {
    switch (piece) {
      case Piece.Literal(Bytes bytes) -> writer.u8(LITERAL).lengthPrefixed(bytes);
      case Piece.Reference(Place(Hash32 rollupId, long laneHeight, int entry)) ->
          writer.u8(REFERENCE).hash(rollupId).u64(laneHeight).u32(entry);
    }
  }

  /// @param payload the data at a place in the lanes
  static List<Bytes> decode(Bytes record, Function<Place, Bytes> payload) {
    return RecordReader.read(
        "block",
        record,
        reader -> {
          int count = BlockRecords.count(reader, "entry", Integer.BYTES);
          List<Bytes> entries = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            entries.add(readEntry(reader, payload));
          }
          return entries;
        });
  }

  private static Bytes readEntry(ByteReader reader, Function<Place, Bytes> payload) {
    int count = BlockRecords.count(reader, "piece", MIN_PIECE_BYTES);
    Bytes[] pieces = new Bytes[count];
    for (int i = 0; i < count; i++) {
      pieces[i] =
          reader.u8("piece.kind") == LITERAL
              ? reader.lengthPrefixed("piece", Integer.MAX_VALUE)
              : payload.apply(readPlace(reader));
    }
    return count == 1 ? pieces[0] : Bytes.concat(pieces);
  }

  private static Place readPlace(ByteReader reader) {
    Hash32 rollupId = reader.hash("piece.rollup_id");
    long laneHeight = reader.u64("piece.lane_height");
    long entry = reader.u32("piece.entry");
    if (entry > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("piece.entry: too large, " + entry);
    }
    return new Place(rollupId, laneHeight, (int) entry);
  }
}
