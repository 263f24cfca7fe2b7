package weft.node.mempool;

import java.util.Optional;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.TransactionBody;

/// How a transaction ended, in the words that its sender reads.
final class Outcomes {
  private Outcomes() {}

  static TransactionStatus.Soft soft(CommittedBlock block, IncludedTransaction included) {
    return new TransactionStatus.Soft(
        block.header().height(),
        block.header().timeMs(),
        included.index(),
        included.lanes(),
        included.fee(),
        included.feeAsset());
  }

  /// @param body of the transaction that took its place
  static TransactionStatus.Replaced replacedBy(TransactionBody body, Hash32 hash) {
    RefusalCode code = body.actions().isEmpty() ? RefusalCode.CANCELLED : RefusalCode.REPLACED;
    return new TransactionStatus.Replaced(code, Optional.of(hash));
  }

  static TransactionStatus.Refused evicted() {
    return new TransactionStatus.Refused(
        RefusalCode.EVICTED, "made room for a transaction with a higher tip per byte");
  }

  /// @param height of the last block
  static TransactionStatus.Expired expired(TransactionBody body, long height) {
    return new TransactionStatus.Expired(
        body.lastHeight() <= height
            ? "its last height " + body.lastHeight() + " has passed"
            : "its last time " + body.lastTimeMs() + " ms has passed");
  }

  /// The end of one that its sender wanted in a block with a bid only.
  static TransactionStatus.Expired heldForLongEnough() {
    return new TransactionStatus.Expired(
        "the time for which it was to be kept back has passed, and no bid named it");
  }

  /// What committed state says of it.
  static TransactionStatus.Progress of(Refusal refusal) {
    return refusal.code() == RefusalCode.EXPIRED
        ? new TransactionStatus.Expired(refusal.message())
        : new TransactionStatus.Refused(refusal.code(), refusal.message());
  }
}
