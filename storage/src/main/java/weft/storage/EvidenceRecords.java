package weft.storage;

import java.util.ArrayList;
import java.util.List;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// Layout of what a network's engine proved with a block. Few blocks have such a record.
final class EvidenceRecords {
  private static final int ITEM_BYTES = 1 + Address.SIZE + 2 * Long.BYTES;

  private EvidenceRecords() {}

  static Bytes evidence(List<Misbehavior> misbehaviors) {
    ByteWriter writer =
        new ByteWriter(1 + Integer.BYTES + misbehaviors.size() * ITEM_BYTES)
            .u8(RecordReader.VERSION)
            .u32(misbehaviors.size());
    for (Misbehavior one : misbehaviors) {
      writer.u8(code(one.kind())).address(one.consensusAddress());
      writer.u64(one.height()).u64(one.power());
    }
    return writer.toBytes();
  }

  static List<Misbehavior> readEvidence(Bytes record) {
    return RecordReader.read(
        "evidence",
        record,
        reader -> {
          int count = BlockRecords.count(reader, "evidence", ITEM_BYTES);
          List<Misbehavior> misbehaviors = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            misbehaviors.add(readItem(reader));
          }
          return misbehaviors;
        });
  }

  private static Misbehavior readItem(ByteReader reader) {
    return new Misbehavior(
        kind(reader.u8("kind")),
        reader.address("consensus_address"),
        reader.u64("height"),
        reader.u64("power"));
  }

  private static int code(Misbehavior.Kind kind) {
    return switch (kind) {
      case DUPLICATE_VOTE -> 1;
      case LIGHT_CLIENT_ATTACK -> 2;
    };
  }

  private static Misbehavior.Kind kind(int code) {
    return switch (code) {
      case 1 -> Misbehavior.Kind.DUPLICATE_VOTE;
      case 2 -> Misbehavior.Kind.LIGHT_CLIENT_ATTACK;
      default -> throw new IllegalArgumentException("kind: unknown, " + code);
    };
  }
}
