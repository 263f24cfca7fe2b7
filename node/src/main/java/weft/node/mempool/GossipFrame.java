package weft.node.mempool;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import weft.primitives.Bytes;

/// What goes between the mempools of two nodes: an envelope, and before one that is offered again a
/// mark, so that the bytes differ from those of earlier offers. The engine of the receiver keeps
/// the hashes of what it has passed on and drops copies, also of what its application had no room
/// for or lost.
///
/// An envelope never begins with a zero byte: that would be field number 0, which protobuf forbids.
///
/// @param mark empty in a first offer
record GossipFrame(Bytes envelope, OptionalInt mark) {
  static final int MARK_BYTES = 1 + Integer.BYTES;

  static GossipFrame read(Bytes bytes) {
    boolean isMarked = bytes.size() > MARK_BYTES && bytes.get(0) == 0;
    return isMarked
        ? new GossipFrame(
            bytes.slice(MARK_BYTES, bytes.size() - MARK_BYTES),
            OptionalInt.of(bytes.asBuffer().getInt(1)))
        : new GossipFrame(bytes, OptionalInt.empty());
  }

  Bytes write() {
    if (mark.isEmpty()) {
      return envelope;
    }
    byte[] head = ByteBuffer.allocate(MARK_BYTES).putInt(1, mark.getAsInt()).array();
    return Bytes.concat(Bytes.wrap(head), envelope);
  }

  /// How many bytes it takes.
  int size() {
    return envelope.size() + (mark.isPresent() ? MARK_BYTES : 0);
  }
}
