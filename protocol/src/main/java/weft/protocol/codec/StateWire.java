package weft.protocol.codec;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.state.StateProof;

/// State proofs. Says nothing about truth: see `StateVerifier`.
public final class StateWire {
  private StateWire() {}

  public static weft.protocol.wire.StateProof toWire(StateProof proof) {
    return weft.protocol.wire.StateProof.newBuilder()
        .setAnchor(LaneWire.toWire(proof.anchor()))
        .setKey(WireFields.toWire(proof.key()))
        .setPresent(proof.value().isPresent())
        .setValue(WireFields.toWire(proof.value().orElse(Bytes.EMPTY)))
        .setIcs23(WireFields.toWire(proof.ics23()))
        .build();
  }

  /// @throws weft.primitives.MalformedException with the field's name
  public static StateProof fromWire(weft.protocol.wire.StateProof wire) {
    WireFields.expectPresent(wire.hasAnchor(), "anchor");
    return new StateProof(
        LaneWire.fromWire(wire.getAnchor()),
        WireFields.bytes(wire.getKey()),
        wire.getPresent() ? Optional.of(WireFields.bytes(wire.getValue())) : Optional.empty(),
        WireFields.bytes(wire.getIcs23()));
  }
}
