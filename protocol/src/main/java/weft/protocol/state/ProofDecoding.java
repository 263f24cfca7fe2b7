package weft.protocol.state;

import weft.primitives.Bytes;

/// The outcome of reading the bytes of a proof.
public sealed interface ProofDecoding {
  /// Longest proof that is read, in bytes: two neighbours with the longest keys, values and paths.
  int MAX_BYTES = 2 * (TreeLimits.MAX_VALUE_BYTES + 16 * 1024);

  /// Well-formed bytes. Whether the proof holds is for [TreeVerifier] to say.
  record Decoded(TreeProof proof) implements ProofDecoding {}

  /// Bytes that are no proof of this tree.
  ///
  /// @param offset where reading stopped, in bytes from the start
  /// @param reason what was expected there
  record Malformed(int offset, String reason) implements ProofDecoding {}

  /// Reads an ICS-23 `CommitmentProof` for `SmtSpec`: one existence or non-existence proof, in the
  /// one canonical encoding that protobuf libraries write. Never throws, whatever the bytes.
  static ProofDecoding decode(Bytes bytes) {
    return Ics23Reader.read(bytes);
  }
}
