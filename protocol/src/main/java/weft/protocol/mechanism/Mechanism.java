package weft.protocol.mechanism;

import java.util.Comparator;
import java.util.Optional;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// The rules of one auction, as data. The same for all rollups that accept it; what differs from
/// rollup to rollup, weights and reserves, stands in the rollup's terms.
///
/// The order is that of the fields: node budget, pricing, sharing, refunds, by number; then those
/// without modules and deferral first, and the others by the bytes of [MechanismLayout].
///
/// @param nodeBudget search nodes that selection may visit before it settles for a flagged greedy
///   answer, at least 1
/// @param modules that stand in for rules; empty where all rules are built in
/// @param deferral what is paid later, by what came of it; empty where all is paid with the block
public record Mechanism(
    long nodeBudget,
    Pricing pricing,
    Sharing sharing,
    Refunds refunds,
    Optional<Modules> modules,
    Optional<Deferral> deferral)
    implements Comparable<Mechanism> {
  /// Enough for every auction of 20 rollups and 10,000 bids that is not made to be hard, and about
  /// 100 ms of one core for those that are; see docs/benchmarks.md.
  public static final long DEFAULT_NODE_BUDGET = 500_000;

  /// First price, nucleolus, no refunds.
  public static final Mechanism DEFAULT =
      new Mechanism(DEFAULT_NODE_BUDGET, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.NONE);

  private static final Comparator<Mechanism> ORDER =
      Comparator.comparingLong(Mechanism::nodeBudget)
          .thenComparingInt(one -> one.pricing.number())
          .thenComparingInt(one -> one.sharing.number())
          .thenComparingInt(one -> one.refunds.number())
          .thenComparing(Mechanism::parts);

  public Mechanism {
    if (nodeBudget < 1) {
      throw new IllegalArgumentException("a node budget is at least 1, got " + nodeBudget);
    }
  }

  /// A mechanism of built-in rules that pays everything with the block.
  public Mechanism(long nodeBudget, Pricing pricing, Sharing sharing, Refunds refunds) {
    this(nodeBudget, pricing, sharing, refunds, Optional.empty(), Optional.empty());
  }

  /// The same rules within other bounds, where theirs are greater.
  ///
  /// @param nodes the most search nodes
  /// @param fuel the most instructions of each run of a module
  public Mechanism bounded(long nodes, long fuel) {
    return new Mechanism(
        Math.min(nodeBudget, nodes),
        pricing,
        sharing,
        refunds,
        modules.map(one -> new Modules(one.selection(), one.sharing(), Math.min(one.fuel(), fuel))),
        deferral);
  }

  /// The same rules with another deferral, or none.
  public Mechanism deferring(Optional<Deferral> chosen) {
    return new Mechanism(nodeBudget, pricing, sharing, refunds, modules, chosen);
  }

  private Bytes parts() {
    if (modules.isEmpty() && deferral.isEmpty()) {
      return Bytes.EMPTY;
    }
    ByteWriter out = new ByteWriter();
    MechanismLayout.write(out, this);
    return out.toBytes();
  }

  /// Its rules by name, such as `first/nucleolus/none`: pricing, sharing, refunds.
  public String rules() {
    return pricing.id() + "/" + sharing.id() + "/" + refunds.id();
  }

  @Override
  public int compareTo(Mechanism other) {
    return ORDER.compare(this, other);
  }
}
