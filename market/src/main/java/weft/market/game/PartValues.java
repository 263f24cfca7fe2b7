package weft.market.game;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.market.auction.RollupSet;
import weft.market.selection.NodesLeft;
import weft.market.selection.PreparedAuction;
import weft.market.selection.Selected;
import weft.market.selection.SubsetTable;

/// The game among rollups that no bid, group or budget links to others. What each earns alone is
/// known; other values are found when they are first asked for, and kept.
final class PartValues {
  /// All values of 16 rollups.
  private static final int MAX_KEPT = 1 << 16;

  private final PreparedAuction prepared;
  private final PreparedAuction.Part part;
  private final NodesLeft left;
  private final int[] members;
  private final BigInteger[] alone;
  private final TreeMap<int[], BigInteger> kept = new TreeMap<>(Arrays::compare);
  private @Nullable SubsetTable table;

  /// @param whole what all of its rollups earn together, where that is known
  PartValues(
      PreparedAuction prepared,
      PreparedAuction.Part part,
      Optional<BigInteger> whole,
      NodesLeft left) {
    this.prepared = prepared;
    this.part = part;
    this.left = left;
    members = part.rollups().indices().toArray();
    alone = new BigInteger[members.length];
    Arrays.setAll(alone, i -> prepared.alone(members[i]));
    whole.ifPresent(value -> kept.put(members, value));
  }

  Component component() {
    return new Component(part.rollups(), part.linked());
  }

  /// Whether a value was asked for that could not be paid.
  boolean isCutShort() {
    return left.isSpent();
  }

  /// What the part's rollups in the coalition could have earned; 0 where that is not known and
  /// cannot be paid.
  BigInteger value(RollupSet coalition) {
    int[] inside = Arrays.stream(members).filter(coalition::contains).toArray();
    if (inside.length == 0) {
      return BigInteger.ZERO;
    }
    if (inside.length == 1) {
      return alone[Arrays.binarySearch(members, inside[0])];
    }
    BigInteger known = kept.get(inside);
    if (known != null) {
      return known;
    }
    return part.hasTable() ? fromTable(inside) : found(inside);
  }

  private BigInteger fromTable(int[] inside) {
    SubsetTable filled = table;
    if (filled == null) {
      if (!left.take(part.tableNodes())) {
        return BigInteger.ZERO;
      }
      filled = part.table();
      table = filled;
    }
    int set = 0;
    for (int rollup : inside) {
      set |= 1 << Arrays.binarySearch(members, rollup);
    }
    return filled.value(set);
  }

  private BigInteger found(int[] inside) {
    if (!left.take(prepared.readingNodes())) {
      return BigInteger.ZERO;
    }
    Selected selected = prepared.select(RollupSet.of(inside), new BitSet(), left.left());
    left.take(selected.nodes());
    if (kept.size() < MAX_KEPT) {
      kept.put(inside, selected.value());
    }
    return selected.value();
  }
}
