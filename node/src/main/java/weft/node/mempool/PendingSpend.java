package weft.node.mempool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.admission.Spend;
import weft.ledger.admission.SponsoredTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What is reserved for pending transactions: of each balance that they may take from, for fees,
/// transfers and bonds, and of what each sender may use of a sponsorship. So an account cannot fill
/// the pool with transactions of which it can pay for only the first.
///
/// A transaction that waits for a missing sequence reserves nothing of a sponsor: nobody but its
/// sender can end the wait, and waiting costs the sender nothing.
final class PendingSpend {
  private final Map<Payer, Amount> sums = new HashMap<>();
  private final Map<Sender, Amount> sponsored = new HashMap<>();

  private record Payer(Address account, AssetId asset) {
    static Payer of(Spend spend) {
      return new Payer(spend.account(), spend.asset());
    }
  }

  private record Sender(RollupId rollup, Address sponsor, Address account) {
    static Sender of(AdmissionTerms terms, SponsoredTerms use, Address account) {
      return new Sender(use.rollup(), terms.payer(), account);
    }
  }

  /// What pending transactions may take of the same balance.
  Amount of(Spend spend) {
    return sums.getOrDefault(Payer.of(spend), Amount.ZERO);
  }

  /// What a sender's pending transactions may cost the sponsor that pays for this one too; default
  /// asset.
  Amount of(AdmissionTerms terms, SponsoredTerms use, Address sender) {
    return sponsored.getOrDefault(Sender.of(terms, use, sender), Amount.ZERO);
  }

  void add(PoolEntry entry) {
    AdmissionTerms terms = entry.terms;
    Optional<SponsoredTerms> use = terms.sponsored();
    if (reserves(entry)) {
      terms.spends().forEach(spend -> sums.merge(Payer.of(spend), spend.amount(), Amount::plus));
      use.ifPresent(
          each ->
              sponsored.merge(Sender.of(terms, each, entry.account()), each.cost(), Amount::plus));
    }
  }

  void remove(PoolEntry entry) {
    AdmissionTerms terms = entry.terms;
    Optional<SponsoredTerms> use = terms.sponsored();
    if (reserves(entry)) {
      terms.spends().forEach(spend -> subtract(sums, Payer.of(spend), spend.amount()));
      use.ifPresent(
          each -> subtract(sponsored, Sender.of(terms, each, entry.account()), each.cost()));
    }
  }

  static boolean reserves(PoolEntry entry) {
    return !entry.waiting || entry.terms.sponsored().isEmpty();
  }

  /// What an entry that reserves is counted with for the same balance.
  static Amount part(PoolEntry entry, Spend spend) {
    for (Spend own : entry.terms.spends()) {
      if (Payer.of(own).equals(Payer.of(spend))) {
        return own.amount();
      }
    }
    return Amount.ZERO;
  }

  static boolean sameSponsorship(AdmissionTerms a, AdmissionTerms b) {
    return a.payer().equals(b.payer())
        && a.sponsored()
            .map(SponsoredTerms::rollup)
            .equals(b.sponsored().map(SponsoredTerms::rollup));
  }

  /// What an entry is charged to its sponsorship's caps; zero where nobody sponsors it.
  static Amount sponsoredCost(PoolEntry entry) {
    return entry.terms.sponsored().map(SponsoredTerms::cost).orElse(Amount.ZERO);
  }

  private static <K> void subtract(Map<K, Amount> from, K key, Amount amount) {
    from.computeIfPresent(
        key,
        (_, sum) -> {
          Amount left = sum.minus(amount);
          return left.isZero() ? null : left;
        });
  }
}
