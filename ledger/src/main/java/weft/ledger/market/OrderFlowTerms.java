package weft.ledger.market;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// Whether the transactions that a bid names are what the bid says of them.
public final class OrderFlowTerms {
  private OrderFlowTerms() {}

  /// Whether their payloads are for exactly the bid's package, and they ask for exactly the refunds
  /// that the bid repeats.
  ///
  /// @param named all that the bid names, in its order
  public static boolean fit(Action.Bid bid, List<TransactionBody> named) {
    SortedSet<RollupId> rollups = new TreeSet<>();
    List<OrderFlow> asked = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      int place = i;
      rollups.addAll(named.get(i).rollups());
      named
          .get(i)
          .refundTerms()
          .ifPresent(terms -> asked.add(new OrderFlow(place, terms.recipient(), terms.percent())));
    }
    return rollups.equals(new TreeSet<>(bid.rollups())) && asked.equals(bid.orderFlow());
  }
}
