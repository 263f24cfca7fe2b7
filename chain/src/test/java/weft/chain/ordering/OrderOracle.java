package weft.chain.ordering;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weft.ledger.execution.LaneUnit;
import weft.protocol.transaction.TransactionBody;

/// The rule of docs/protocol/ordering.md word for word, in cubic time.
final class OrderOracle {
  private OrderOracle() {}

  static List<LaneUnit> tipPerByte(List<LaneUnit> block) {
    List<LaneUnit> rest = new ArrayList<>(block);
    List<LaneUnit> ordered = new ArrayList<>();
    while (!rest.isEmpty()) {
      int best = -1;
      for (int i = 0; i < rest.size(); i++) {
        if (mayComeNext(rest, i) && (best < 0 || isBetter(rest.get(i), rest.get(best)))) {
          best = i;
        }
      }
      ordered.add(rest.remove(best));
    }
    return ordered;
  }

  private static boolean mayComeNext(List<LaneUnit> rest, int index) {
    return rest.subList(0, index).stream().noneMatch(u -> sameChannel(u, rest.get(index)));
  }

  private static boolean sameChannel(LaneUnit a, LaneUnit b) {
    TransactionBody first = a.transaction().body();
    TransactionBody second = b.transaction().body();
    return first.account().equals(second.account())
        && first.nonce().channel() == second.nonce().channel();
  }

  /// Strictly: of two equal ones the earlier stays.
  private static boolean isBetter(LaneUnit a, LaneUnit b) {
    BigInteger left = a.tip().toBigInteger().multiply(size(b));
    BigInteger right = b.tip().toBigInteger().multiply(size(a));
    return left.compareTo(right) > 0;
  }

  private static BigInteger size(LaneUnit unit) {
    return BigInteger.valueOf(unit.transaction().transaction().size());
  }
}
