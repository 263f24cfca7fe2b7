package weft.protocol.comet;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.protocol.validator.ValidatorSet;

/// The validators of one height as CometBFT orders and hashes them: descending power, then
/// ascending address.
public final class CometValidators {
  /// The most validators of a set.
  public static final int MAX_VALIDATORS = 10_000;

  /// The most power together: an eighth of the largest 64-bit number.
  public static final long MAX_TOTAL_POWER = Long.MAX_VALUE / 8;

  private static final Comparator<CometValidator> ORDER =
      Comparator.comparingLong(CometValidator::power)
          .reversed()
          .thenComparing(CometValidator::address);

  private final List<CometValidator> validators;
  private final long totalPower;
  private final Hash32 hash;

  private CometValidators(List<CometValidator> ordered, long totalPower) {
    this.validators = ordered;
    this.totalPower = totalPower;
    this.hash = MerkleTree.root(ordered.stream().map(CometValidator::encode).toList());
  }

  /// A set of these, in whatever order they come.
  ///
  /// @throws IllegalArgumentException if there are none, too many, two with the same key, or too
  ///   much power
  public static CometValidators of(List<CometValidator> validators) {
    TreeSet<Address> addresses = new TreeSet<>();
    long total = 0;
    for (CometValidator validator : validators) {
      boolean fits =
          addresses.size() < MAX_VALIDATORS && validator.power() <= MAX_TOTAL_POWER - total;
      if (!fits || !addresses.add(validator.address())) {
        throw new IllegalArgumentException(
            "a set has at most "
                + MAX_VALIDATORS
                + " different validators with at most "
                + MAX_TOTAL_POWER
                + " of power together; too much with "
                + validator);
      }
      total += validator.power();
    }
    if (validators.isEmpty()) {
      throw new IllegalArgumentException("a set has at least one validator");
    }
    return new CometValidators(validators.stream().sorted(ORDER).toList(), total);
  }

  /// The consensus side of one of our sets.
  public static CometValidators of(ValidatorSet set) {
    return of(
        set.validators().stream()
            .map(validator -> new CometValidator(validator.consensusKey(), validator.power()))
            .toList());
  }

  /// In order.
  public List<CometValidator> validators() {
    return validators;
  }

  /// RFC 6962 root over the validators in order: what headers name.
  public Hash32 hash() {
    return hash;
  }

  /// Whether this much power is more than two thirds of all, as CometBFT rounds.
  public boolean isMoreThanTwoThirds(long power) {
    return power > totalPower * 2 / 3;
  }
}
