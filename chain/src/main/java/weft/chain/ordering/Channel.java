package weft.chain.ordering;

import weft.primitives.Address;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// A queue of one account: its transactions take effect in the order of their sequences.
public record Channel(Address account, long number) {
  public static Channel of(VerifiedTransaction transaction) {
    TransactionBody body = transaction.body();
    return new Channel(body.account(), body.nonce().channel());
  }
}
