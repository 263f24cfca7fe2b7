package weft.protocol.validator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;

/// The validators of one height, in CometBFT's order: descending power, then ascending consensus
/// address. A validator's place is its index in votes and in the bitmap of an attestation.
public final class ValidatorSet {
  /// The most validators: as many votes stand in every block.
  public static final int MAX_VALIDATORS = 128;

  /// The most power together; far below CometBFT's own limit of 2^60.
  public static final long MAX_TOTAL_POWER = 1L << 53;

  private static final Comparator<Validator> ORDER =
      Comparator.comparingLong(Validator::power)
          .reversed()
          .thenComparing(Validator::consensusAddress);

  private final List<Validator> validators;
  private final Map<Address, Integer> places;
  private final long totalPower;
  private final Hash32 hash;

  private ValidatorSet(List<Validator> ordered) {
    validators = ordered;
    places = new LinkedHashMap<>();
    long power = 0;
    for (Validator validator : validators) {
      boolean fits = validator.power() <= MAX_TOTAL_POWER - power;
      if (!fits || places.put(validator.consensusAddress(), places.size()) != null) {
        throw new IllegalArgumentException(
            "a set has different validators with at most "
                + MAX_TOTAL_POWER
                + " of power together; too much with "
                + validator);
      }
      power += validator.power();
    }
    totalPower = power;
    hash = MerkleTree.root(validators.stream().map(Validator::encode).toList());
  }

  /// A set of these, in whatever order they come.
  ///
  /// @throws IllegalArgumentException if there are none, too many, two with the same consensus key,
  ///   or too much power
  public static ValidatorSet of(List<Validator> validators) {
    if (validators.isEmpty() || validators.size() > MAX_VALIDATORS) {
      throw new IllegalArgumentException(
          "a set has 1 to " + MAX_VALIDATORS + " validators, got " + validators.size());
    }
    return new ValidatorSet(validators.stream().sorted(ORDER).toList());
  }

  /// In order.
  public List<Validator> validators() {
    return validators;
  }

  public int size() {
    return validators.size();
  }

  public Validator get(int index) {
    return validators.get(index);
  }

  /// A validator's place; empty if it is not in the set.
  public OptionalInt indexOf(Address consensusAddress) {
    Integer place = places.get(consensusAddress);
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }

  public long totalPower() {
    return totalPower;
  }

  /// Whether this much power is more than two thirds of all.
  public boolean isMoreThanTwoThirds(long power) {
    return power > totalPower * 2 / 3;
  }

  /// Whether this much power is more than a third of all: at least one of those who have it is
  /// correct where less than a third is not.
  public boolean isMoreThanAThird(long power) {
    return power > totalPower / 3;
  }

  /// RFC 6962 root over the encoded validators in order.
  public Hash32 hash() {
    return hash;
  }

  /// A count, then the validators in order.
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(2 + validators.size() * Validator.SIZE).u16(size());
    validators.forEach(validator -> writer.bytes(validator.encode()));
    return writer.toBytes();
  }

  /// Reads what [#encode] wrote. About 0.1 ms for each validator.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static ValidatorSet decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    int count = reader.u16("validators.count");
    if (count < 1 || count > MAX_VALIDATORS) {
      throw new MalformedException(
          "validators.count", "must be 1 to " + MAX_VALIDATORS + ", got " + count);
    }
    List<Validator> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(Validator.read(reader));
    }
    reader.expectEnd();
    try {
      ValidatorSet set = of(read);
      if (!set.validators.equals(read)) {
        throw new MalformedException("validators", "are not in order");
      }
      return set;
    } catch (IllegalArgumentException e) {
      throw new MalformedException("validators", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValidatorSet that && validators.equals(that.validators);
  }

  @Override
  public int hashCode() {
    return validators.hashCode();
  }

  @Override
  public String toString() {
    return "ValidatorSet[" + size() + " with power " + totalPower + ", " + hash + "]";
  }
}
