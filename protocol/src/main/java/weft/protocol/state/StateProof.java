package weft.protocol.state;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.block.BlockAnchor;

/// A key and its value in the state, or its absence, with the proof; says nothing about truth, see
/// [StateVerifier].
///
/// @param value empty: the key is absent
/// @param ics23 an ICS-23 `CommitmentProof` against the state root that the anchor's commit signs
public record StateProof(BlockAnchor anchor, Bytes key, Optional<Bytes> value, Bytes ics23) {}
