package weft.node.mempool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.admission.Spend;
import weft.ledger.admission.SponsoredTerms;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// What is reserved for pending transactions: of each balance that they may take from, for fees,
/// transfers and bonds, and of what each sponsorship lets all senders and each of them use. So an
/// account cannot fill the pool with transactions of which it can pay for only the first.
///
/// What an account pays for its own transactions is counted apart from what it pays as a sponsor:
/// anybody may name it as sponsor, and must not thereby keep it from using its own account.
///
/// A transaction that waits for a missing sequence reserves nothing of a sponsor: nobody but its
/// sender can end the wait, and waiting costs the sender nothing.
final class PendingSpend {
  private final Map<Key, Amount> sums = new HashMap<>();

  /// What an amount is reserved of.
  sealed interface Key {
    /// A balance, for its account's own transactions.
    record Own(Address account, AssetId asset) implements Key {}

    /// A balance, for transactions that its account sponsors.
    record Sponsored(Address sponsor, AssetId asset) implements Key {}

    /// What a sponsorship pays in total and in one block; default asset.
    record Sponsorship(RollupId rollup, Address sponsor) implements Key {}

    /// What a sponsorship pays for one sender; default asset.
    record Sender(RollupId rollup, Address sponsor, Address sender) implements Key {}
  }

  private record Part(Key key, Amount amount) {}

  /// What is reserved.
  ///
  /// @param except a transaction that is not counted
  Amount of(Key key, @Nullable PoolEntry except) {
    Amount sum = sums.getOrDefault(key, Amount.ZERO);
    if (except != null) {
      for (Part part : parts(except)) {
        sum = part.key.equals(key) ? sum.minus(part.amount) : sum;
      }
    }
    return sum;
  }

  void add(PoolEntry entry) {
    parts(entry).forEach(part -> sums.merge(part.key, part.amount, Amount::plus));
  }

  void remove(PoolEntry entry) {
    for (Part part : parts(entry)) {
      sums.computeIfPresent(
          part.key,
          (_, sum) -> {
            Amount left = sum.minus(part.amount);
            return left.isZero() ? null : left;
          });
    }
  }

  /// What an entry reserves as it stands.
  private static List<Part> parts(PoolEntry entry) {
    AdmissionTerms terms = entry.terms;
    boolean sponsored = terms.sponsored().isPresent();
    if (sponsored && entry.waiting) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    for (Spend each : terms.spends()) {
      Key balance =
          sponsored
              ? new Key.Sponsored(each.account(), each.asset())
              : new Key.Own(each.account(), each.asset());
      parts.add(new Part(balance, each.amount()));
    }
    if (sponsored) {
      SponsoredTerms use = terms.sponsored().get();
      parts.add(new Part(new Key.Sponsorship(use.rollup(), terms.payer()), use.cost()));
      parts.add(new Part(new Key.Sender(use.rollup(), terms.payer(), entry.account()), use.cost()));
    }
    return parts;
  }
}
