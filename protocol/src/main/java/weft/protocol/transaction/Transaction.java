package weft.protocol.transaction;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Signature;

/// A well-formed signed transaction: its bytes as sent, and what they say. The signature is well
/// formed but not checked; see [VerifiedTransaction].
///
/// @param envelope the serialized `SignedTransaction` as sent
/// @param hash SHA-256 of the envelope
/// @param bodyBytes the serialized `TransactionBody` inside the envelope, as sent
public record Transaction(
    Bytes envelope,
    Hash32 hash,
    Bytes bodyBytes,
    TransactionBody body,
    SignatureScheme scheme,
    Signature signature) {

  /// The size that byte fees are charged for.
  public int size() {
    return envelope.size();
  }
}
