package weft.node.mempool;

import org.jspecify.annotations.Nullable;
import weft.ledger.admission.AdmissionContext;
import weft.ledger.admission.AdmissionRules;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.market.BlockAuction;
import weft.ledger.market.BlockBid;
import weft.ledger.query.Queries;
import weft.primitives.Address;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.NodeStore;

/// The view over a store. What is the same for all transactions of a height is read once.
final class StoreLedgerView implements LedgerView {
  private final NodeStore store;
  private volatile @Nullable AdmissionContext newest;

  StoreLedgerView(NodeStore store) {
    this.store = store;
  }

  @Override
  public Checked<AdmissionTerms> check(Transaction transaction, long nextHeight, long nowMs) {
    return AdmissionRules.check(contextAt(nextHeight), transaction, nowMs);
  }

  @Override
  public boolean couldWin(VerifiedTransaction bid, long nextHeight) {
    Action.Bid terms = bid.body().bid().orElseThrow();
    long height = Math.max(nextHeight, terms.firstHeight());
    return height <= nextHeight + 1
        && BlockAuction.couldWin(
            contextAt(nextHeight).reader(),
            height,
            new BlockBid(bid.hash(), bid.body().account(), terms));
  }

  @Override
  public long nextSequence(Address account, long channel) {
    return Queries.nextSequence(store.state(), account, channel);
  }

  private AdmissionContext contextAt(long nextHeight) {
    AdmissionContext known = newest;
    if (known != null && known.nextHeight() == nextHeight) {
      return known;
    }
    AdmissionContext made = AdmissionContext.at(store.state(), nextHeight);
    newest = made;
    return made;
  }
}
