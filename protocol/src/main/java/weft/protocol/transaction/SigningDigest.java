package weft.protocol.transaction;

import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// The 32 bytes that an account's key signs for a transaction.
public final class SigningDigest {
  private SigningDigest() {}

  /// The digest of a transaction, by its own scheme.
  public static Hash32 of(Transaction transaction) {
    return of(transaction.scheme(), transaction.bodyBytes(), transaction.body());
  }

  /// The digest of a body.
  ///
  /// @param bodyBytes the serialized body as sent
  /// @param body what the bytes say
  public static Hash32 of(SignatureScheme scheme, Bytes bodyBytes, TransactionBody body) {
    return switch (scheme) {
      case EIP712 -> TypedData.digest(bodyBytes, body);
      case EIP191 -> ReadableText.digest(bodyBytes, body);
    };
  }
}
