package weft.chain.block;

import java.util.List;
import weft.ledger.market.BlockBid;
import weft.ledger.market.OrderFlowTerms;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.VerifiedTransaction;

/// A bid that waits, with all transactions that it names, in its order.
public record PendingBid(VerifiedTransaction bid, List<VerifiedTransaction> named) {
  public PendingBid {
    named = List.copyOf(named);
  }

  /// Whether all that it names is here, and is what the bid says of it.
  public boolean isWhole() {
    Action.Bid terms = blockBid().terms();
    return named.stream().map(VerifiedTransaction::hash).toList().equals(terms.transactions())
        && OrderFlowTerms.fit(terms, named.stream().map(VerifiedTransaction::body).toList());
  }

  /// The bid in the ledger's words.
  public BlockBid blockBid() {
    return new BlockBid(bid.hash(), bid.body().account(), bid.body().bid().orElseThrow());
  }
}
