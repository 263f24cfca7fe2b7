package weft.rollup.client;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.Transaction;

/// A signed transaction as it travels. Sending the same envelope again is always safe: it has the
/// same hash and the same nonce, so it is included at most once.
public record Envelope(Bytes bytes, Hash32 hash) {

  /// The envelope of bytes that were signed elsewhere, such as a line of a file.
  public static Envelope of(Bytes bytes) {
    return new Envelope(bytes, Sha256.hash(bytes));
  }

  public static Envelope of(Transaction transaction) {
    return new Envelope(transaction.envelope(), transaction.hash());
  }
}
