package weft.rollup.client;

import com.google.protobuf.InvalidProtocolBufferException;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.ProvenLaneBlock;

/// Lane blocks, proofs and changes of validators as serialized messages of `weft.v1`, for files and
/// evidence.
public final class LaneBytes {
  private LaneBytes() {}

  /// A serialized `weft.v1.ProvenLaneBlock`.
  public static Bytes encode(ProvenLaneBlock proven) {
    return WireFields.bytes(LaneWire.toWire(proven).toByteString());
  }

  /// A serialized `weft.v1.LaneBlockProof`.
  public static Bytes encode(LaneBlockProof proof) {
    return WireFields.bytes(LaneWire.toWire(proof).toByteString());
  }

  /// A serialized `weft.v1.ValidatorChange`.
  public static Bytes encode(ClaimedChange change) {
    return WireFields.bytes(
        weft.protocol.wire.ValidatorChange.newBuilder()
            .setAnchor(LaneWire.attestedToWire(change.anchor()))
            .setNextValidators(WireFields.toWire(change.next().encode()))
            .build()
            .toByteString());
  }

  /// Reads a serialized `weft.v1.ProvenLaneBlock`.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static ProvenLaneBlock decodeProvenLaneBlock(Bytes bytes) {
    try {
      return LaneWire.fromWire(
          weft.protocol.wire.ProvenLaneBlock.parseFrom(WireFields.toWire(bytes)));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("proven_lane_block", String.valueOf(e.getMessage()));
    }
  }
}
