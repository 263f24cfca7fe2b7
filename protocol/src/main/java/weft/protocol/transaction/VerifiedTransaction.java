package weft.protocol.transaction;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Hash32;

/// A transaction whose signature was checked: the only way to get one is [#verify], so whatever
/// takes this type need not check again. One recovery costs about 40 µs; keep the object.
public final class VerifiedTransaction {
  private final Transaction transaction;

  private VerifiedTransaction(Transaction transaction) {
    this.transaction = transaction;
  }

  /// Recovers the signer and compares it with the body's account; empty if they differ.
  public static Optional<VerifiedTransaction> verify(Transaction transaction) {
    Hash32 digest = SigningDigest.of(transaction);
    Optional<Address> signer = transaction.signature().recover(digest);
    return signer.equals(Optional.of(transaction.body().account()))
        ? Optional.of(new VerifiedTransaction(transaction))
        : Optional.empty();
  }

  public Transaction transaction() {
    return transaction;
  }

  public TransactionBody body() {
    return transaction.body();
  }

  public Hash32 hash() {
    return transaction.hash();
  }
}
