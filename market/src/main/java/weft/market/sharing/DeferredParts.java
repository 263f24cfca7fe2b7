package weft.market.sharing;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;

/// What of a package's revenue waits for what its rollups report, and how it is divided then.
public final class DeferredParts {
  private static final BigInteger PERMILLE = BigInteger.valueOf(1_000);

  private DeferredParts() {}

  /// What waits of each rollup's payment: a part of what stands above its floor, rounded down, so
  /// that nobody ever gets less than its floor.
  ///
  /// @param payments by rollup of the package, none below its floor
  /// @param floors by rollup
  /// @param permille 1 to 1,000
  public static List<BigInteger> of(
      List<BigInteger> payments, List<BigInteger> floors, int permille) {
    return IntStream.range(0, payments.size())
        .mapToObj(
            i ->
                payments
                    .get(i)
                    .subtract(floors.get(i))
                    .multiply(BigInteger.valueOf(permille))
                    .divide(PERMILLE))
        .toList();
  }

  /// Divides what waited, all of it: in proportion to what the rollups reported, by largest
  /// remainder and then by lowest index; as the auction gave it if nothing was reported.
  ///
  /// @param parts what waited of each rollup's payment
  /// @param signals what each rollup reported; 0 also where it did not
  public static List<BigInteger> divide(List<BigInteger> parts, List<BigInteger> signals) {
    if (signals.stream().allMatch(signal -> signal.signum() == 0)) {
      return List.copyOf(parts);
    }
    BigInteger pot = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    return Rounding.round(
        InProportion.divide(BigFraction.of(pot), signals),
        pot,
        Collections.nCopies(parts.size(), BigInteger.ZERO));
  }
}
