package weft.chain.block;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.VerifiedTransaction;

/// Turns a block's entries into verified transactions. A node answers from its mempool where it
/// can, so that no signature is recovered twice.
@FunctionalInterface
public interface VerifiedTransactions {
  Checked<VerifiedTransaction> verified(Hash32 transactionHash, Bytes envelope);
}
