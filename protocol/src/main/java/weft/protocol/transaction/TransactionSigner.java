package weft.protocol.transaction;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;

/// Signs transactions with a key at hand. Wallets sign [TypedData#json] or [ReadableText] instead.
public final class TransactionSigner {
  private TransactionSigner() {}

  /// Serializes and signs a body. Whether the key is the account's is not checked here.
  ///
  /// @throws IllegalArgumentException if the body breaks a rule of form, as a node would refuse it
  public static Transaction sign(TransactionBody body, SignatureScheme scheme, PrivateKey key) {
    Bytes bodyBytes = TransactionCodec.encodeBody(body);
    Hash32 digest = SigningDigest.of(scheme, bodyBytes, body);
    Bytes envelope = TransactionCodec.encodeEnvelope(bodyBytes, scheme, key.sign(digest));
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Ok<Transaction>(Transaction transaction) -> transaction;
      case Checked.Refused<Transaction> refused ->
          throw new IllegalArgumentException(refused.refusal().toString());
    };
  }
}
