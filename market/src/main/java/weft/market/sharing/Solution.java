package weft.market.sharing;

import java.util.List;
import java.util.Optional;
import weft.market.game.Component;

/// What a sharing rule answers: a split, or why it has none.
public sealed interface Solution {
  /// The split, unless the rule has none.
  Optional<Split> split();

  /// @param found the split of the rule
  record Solved(Split found) implements Solution {
    @Override
    public Optional<Split> split() {
      return Optional.of(found);
    }
  }

  /// The rule needs the value of every coalition of a component, and one has too many rollups.
  ///
  /// @param code `too-many-rollups`
  /// @param rollups how many the component has
  /// @param limit how many it may have
  record OverLimit(String code, int rollups, int limit) implements Solution {
    /// The most rollups of a component that is linked: all its coalitions are 256 searches.
    private static final int MAX_LINKED = 8;

    /// The first component that is too large, if one is.
    ///
    /// @param limit for components that are not linked
    static Optional<OverLimit> among(List<Component> components, int limit) {
      for (Component component : components) {
        int most = component.linked() ? Math.min(limit, MAX_LINKED) : limit;
        if (component.rollups().size() > most) {
          return Optional.of(of(component.rollups().size(), most));
        }
      }
      return Optional.empty();
    }

    static OverLimit of(int rollups, int limit) {
      return new OverLimit("too-many-rollups", rollups, limit);
    }

    @Override
    public Optional<Split> split() {
      return Optional.empty();
    }
  }

  /// A winning bid leaves its split to a rule that asks the bids for it.
  ///
  /// @param code `bid-without-split`
  /// @param bid its index
  record WithoutSplit(String code, int bid) implements Solution {
    static WithoutSplit of(int bid) {
      return new WithoutSplit("bid-without-split", bid);
    }

    @Override
    public Optional<Split> split() {
      return Optional.empty();
    }
  }

  /// A solution with these shares by rollup.
  static Solution solved(Split split) {
    return new Solved(split);
  }
}
