package weft.market.game;

import java.math.BigInteger;
import java.util.List;
import weft.market.auction.RollupSet;

/// A game of independent parts: what a coalition earns is the sum of what it earns in each.
final class PartedGame implements Game {
  private final int players;
  private final List<PartValues> parts;
  private final List<Component> components;
  private final RollupSet active;

  PartedGame(int players, List<PartValues> parts) {
    this.players = players;
    this.parts = List.copyOf(parts);
    components = parts.stream().map(PartValues::component).toList();
    active = components.stream().map(Component::rollups).reduce(RollupSet.EMPTY, RollupSet::union);
  }

  @Override
  public int players() {
    return players;
  }

  @Override
  public BigInteger value(RollupSet coalition) {
    BigInteger sum = BigInteger.ZERO;
    for (PartValues part : parts) {
      sum = sum.add(part.value(coalition));
    }
    return sum;
  }

  @Override
  public boolean isCutShort(RollupSet rollups) {
    return parts.stream()
        .anyMatch(part -> part.isCutShort() && part.component().rollups().intersects(rollups));
  }

  @Override
  public List<Component> components() {
    return components;
  }

  @Override
  public RollupSet active() {
    return active;
  }
}
