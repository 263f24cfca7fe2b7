package weft.market.auction;

import java.math.BigInteger;
import java.util.List;
import weft.protocol.mechanism.Sharing;

/// What one rollup brings into an auction.
///
/// @param reserve the least that it takes for the head of its lane, at least zero
/// @param weights its part under [Sharing#FIXED] by index of the auction's mechanisms, each at
///   least zero: 0 for one that it does not accept; a single one holds for all mechanisms
public record RollupTerms(BigInteger reserve, List<BigInteger> weights) {
  /// No reserve, weight 1.
  public static final RollupTerms PLAIN = new RollupTerms(BigInteger.ZERO, BigInteger.ONE);

  public RollupTerms {
    weights = List.copyOf(weights);
    if (reserve.signum() < 0 || weights.stream().anyMatch(weight -> weight.signum() < 0)) {
      throw new IllegalArgumentException("a reserve and a weight are not negative");
    }
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("a rollup has at least one weight");
    }
  }

  /// One weight, whatever the mechanism.
  public RollupTerms(BigInteger reserve, BigInteger weight) {
    this(reserve, List.of(weight));
  }

  /// Its part under the mechanism with this index.
  public BigInteger weight(int mechanism) {
    return weights.size() == 1 ? weights.getFirst() : weights.get(mechanism);
  }
}
