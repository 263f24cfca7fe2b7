package weft.node.mempool;

import java.util.HashMap;
import java.util.Map;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// The most that pending transactions take from each payer, by asset.
final class PendingSpend {
  private final Map<Payer, Amount> sums = new HashMap<>();

  private record Payer(Address account, AssetId asset) {
    static Payer of(AdmissionTerms terms) {
      return new Payer(terms.payer(), terms.payerAsset());
    }
  }

  Amount of(AdmissionTerms terms) {
    return sums.getOrDefault(Payer.of(terms), Amount.ZERO);
  }

  void add(AdmissionTerms terms) {
    sums.merge(Payer.of(terms), terms.payerSpend(), Amount::plus);
  }

  void remove(AdmissionTerms terms) {
    sums.computeIfPresent(
        Payer.of(terms),
        (_, sum) -> {
          Amount left = sum.minus(terms.payerSpend());
          return left.isZero() ? null : left;
        });
  }

  static boolean samePayer(AdmissionTerms a, AdmissionTerms b) {
    return Payer.of(a).equals(Payer.of(b));
  }
}
