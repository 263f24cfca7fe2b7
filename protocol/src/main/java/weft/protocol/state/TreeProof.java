package weft.protocol.state;

import weft.primitives.Bytes;

/// A proof that a key has a value under a root, or has none.
///
/// The published form is the protobuf message `cosmos.ics23.v1.CommitmentProof`, checked by any
/// ICS-23 verifier against `SmtSpec`.
public sealed interface TreeProof permits ExistenceProof, NonExistenceProof {
  /// The key that the proof speaks about.
  Bytes key();

  /// The bytes of the `CommitmentProof`; [ProofDecoding#decode] reads them back.
  default Bytes toIcs23() {
    return Ics23Writer.write(this);
  }
}
