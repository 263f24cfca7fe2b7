package weft.ledger.execution;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SponsorshipTerms;

/// All that [ReferenceLedger] knows, in plain maps with readable keys; copied whole before each
/// transaction.
final class ReferenceWorld {
  final Map<String, BigInteger> balances = new TreeMap<>();
  final Map<String, BigInteger> claimable = new TreeMap<>();
  final Map<String, BidBond> bidBonds = new TreeMap<>();
  final Map<String, Seal> seals = new TreeMap<>();
  final Map<String, BigInteger> burned = new TreeMap<>();
  final Map<String, Long> sequences = new TreeMap<>();
  final Map<String, Rollup> rollups = new TreeMap<>();
  final Map<String, Sponsorship> sponsorships = new TreeMap<>();
  final Map<Change, Set<Address>> approvals = new TreeMap<>();
  final Map<String, String> parameters = new TreeMap<>();
  final Map<Long, List<Due>> due = new TreeMap<>();
  BigInteger baseFee = BigInteger.ZERO;
  long baseFeeHeight = 1;

  enum Kind {
    TERMS,
    CLOSE,
    BOND,
    BID_BOND,
    SEAL,
    PARAMETER
  }

  record BidBond(BigInteger held, BigInteger leaving, BigInteger sealed, int seals) {
    static final BidBond NONE = new BidBond(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, 0);

    BidBond plus(BigInteger more, BigInteger moreLeaving) {
      return new BidBond(held.add(more), leaving.add(moreLeaving), sealed, seals);
    }

    BidBond sealing(BigInteger more) {
      return new BidBond(held, leaving, sealed.add(more), seals + more.signum());
    }

    BigInteger free() {
      return held.subtract(leaving).subtract(sealed);
    }
  }

  /// A sealed bid, by bidder and commitment.
  record Seal(String bond, BigInteger deposit, long height, long lastHeight) {}

  /// A parameter's change that keys approve.
  record Change(String name, String value, long height) implements Comparable<Change> {
    @Override
    public int compareTo(Change other) {
      return toString().compareTo(other.toString());
    }
  }

  /// @param name of the rollup, of the parameter that is changed, or of the bidder and its asset
  /// @param amount of a bond for bids that comes back
  record Due(Kind kind, String name, @Nullable Change change, BigInteger amount) {
    static Due of(Kind kind, String rollup) {
      return new Due(kind, rollup, null, BigInteger.ZERO);
    }

    static Due of(Change change) {
      return new Due(Kind.PARAMETER, change.name(), change, BigInteger.ZERO);
    }

    Change parameter() {
      if (change == null) {
        throw new IllegalStateException("no change of a parameter: " + this);
      }
      return change;
    }
  }

  static final class Rollup {
    Address owner = Address.ZERO;
    @Nullable RollupTerms terms;
    String status = "active";
    BigInteger bond = BigInteger.ZERO;
    long registeredHeight;
    long announcedHeight;
    @Nullable RollupTerms nextTerms;
    @Nullable Address nextOwner;
    BigInteger byteFee = BigInteger.ZERO;
    BigInteger gasFee = BigInteger.ZERO;
    long feesHeight;
    long laneHeight;
    Hash32 laneHash = Hash32.ZERO;

    Rollup copy() {
      Rollup copy = new Rollup();
      copy.owner = owner;
      copy.terms = terms;
      copy.status = status;
      copy.bond = bond;
      copy.registeredHeight = registeredHeight;
      copy.announcedHeight = announcedHeight;
      copy.nextTerms = nextTerms;
      copy.nextOwner = nextOwner;
      copy.byteFee = byteFee;
      copy.gasFee = gasFee;
      copy.feesHeight = feesHeight;
      copy.laneHeight = laneHeight;
      copy.laneHash = laneHash;
      return copy;
    }

    RollupTerms terms() {
      if (terms == null) {
        throw new IllegalStateException("a rollup without terms");
      }
      return terms;
    }
  }

  static final class Sponsorship {
    boolean isOpen = true;
    long life = 1;
    SponsorshipTerms terms;
    BigInteger used = BigInteger.ZERO;

    /// What each sender used in the life that it was last paid for in.
    final Map<Address, Used> usedBySender = new TreeMap<>();

    record Used(long life, BigInteger amount) {}

    Sponsorship(SponsorshipTerms terms) {
      this.terms = terms;
    }

    void reopen() {
      isOpen = true;
      life++;
      used = BigInteger.ZERO;
    }

    BigInteger usedBy(Address sender) {
      Used last = usedBySender.get(sender);
      return last == null || last.life() != life ? BigInteger.ZERO : last.amount();
    }

    Sponsorship copy() {
      Sponsorship copy = new Sponsorship(terms);
      copy.isOpen = isOpen;
      copy.life = life;
      copy.used = used;
      copy.usedBySender.putAll(usedBySender);
      return copy;
    }
  }

  ReferenceWorld copy() {
    ReferenceWorld copy = new ReferenceWorld();
    copy.balances.putAll(balances);
    copy.claimable.putAll(claimable);
    copy.bidBonds.putAll(bidBonds);
    copy.seals.putAll(seals);
    copy.burned.putAll(burned);
    copy.sequences.putAll(sequences);
    rollups.forEach((name, rollup) -> copy.rollups.put(name, rollup.copy()));
    sponsorships.forEach((name, sponsorship) -> copy.sponsorships.put(name, sponsorship.copy()));
    approvals.forEach((id, keys) -> copy.approvals.put(id, new LinkedHashSet<>(keys)));
    copy.parameters.putAll(parameters);
    due.forEach((height, list) -> copy.due.put(height, new ArrayList<>(list)));
    copy.baseFee = baseFee;
    copy.baseFeeHeight = baseFeeHeight;
    return copy;
  }

  Rollup rollup(String name) {
    Rollup rollup = rollups.get(name);
    if (rollup == null) {
      throw new IllegalStateException("no rollup " + name);
    }
    return rollup;
  }

  static String of(Address account, AssetId asset) {
    return account + "/" + asset;
  }

  BigInteger balance(Address account, AssetId asset) {
    return balances.getOrDefault(of(account, asset), BigInteger.ZERO);
  }

  void addBalance(Address account, AssetId asset, BigInteger amount) {
    balances.merge(of(account, asset), amount, BigInteger::add);
  }

  void addClaimable(Address account, AssetId asset, BigInteger amount) {
    claimable.merge(of(account, asset), amount, BigInteger::add);
  }

  BigInteger number(String parameter, String defaultValue) {
    return new BigInteger(parameters.getOrDefault(parameter, defaultValue));
  }
}
