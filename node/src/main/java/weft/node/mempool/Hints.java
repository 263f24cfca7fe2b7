package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.TransactionBody;

/// What is told of transactions that are kept back.
final class Hints {
  private Hints() {}

  static Hint of(PoolEntry entry, Hold hold) {
    SortedSet<HintKind> told = hold.hints();
    TransactionBody body = entry.body();
    return new Hint(
        entry.hash(),
        entry.receivedTimeMs + hold.forMs(),
        told.contains(HintKind.ROLLUPS) ? List.copyOf(body.rollups()) : List.of(),
        told.contains(HintKind.SIZE) ? OptionalInt.of(entry.size()) : OptionalInt.empty(),
        told.contains(HintKind.SENDER) ? Optional.of(body.account()) : Optional.empty(),
        told.contains(HintKind.REFUND) ? body.refundTerms() : Optional.empty(),
        told.contains(HintKind.PAYLOADS) ? payloads(body) : List.of(),
        hold.given());
  }

  private static List<Action.BundleEntry> payloads(TransactionBody body) {
    List<Action.BundleEntry> payloads = new ArrayList<>();
    for (Action action : body.actions()) {
      if (action instanceof Action.Submit submit) {
        submit
            .payloads()
            .forEach(one -> payloads.add(new Action.BundleEntry(submit.rollup(), one)));
      } else if (action instanceof Action.Bundle bundle) {
        payloads.addAll(bundle.entries());
      }
    }
    return payloads;
  }
}
