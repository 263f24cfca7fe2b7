package weft.ledger.state;

import weft.primitives.ByteReader;
import weft.primitives.Bytes;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// The sets around a block at height H, as they stand in the state after it.
///
/// @param last the set of H: it voted for the block
/// @param current the set of H+1
/// @param next the set of H+2: the first that the block could change, as CometBFT applies what a
///   block returns two heights later
public record ValidatorSets(ValidatorSet last, ValidatorSet current, ValidatorSet next) {
  /// Reads the state's entry. About 50 µs for each validator of each set that differs from the one
  /// before, so keep the answer as long as the bytes stay the same.
  public static ValidatorSets decode(Bytes encoded) {
    Encoded sets = Encoded.split(encoded);
    ValidatorSet last = ValidatorSet.decode(sets.last());
    ValidatorSet current =
        sets.current().equals(sets.last()) ? last : ValidatorSet.decode(sets.current());
    ValidatorSet next =
        sets.next().equals(sets.current()) ? current : ValidatorSet.decode(sets.next());
    return new ValidatorSets(last, current, next);
  }

  public Bytes encode() {
    return new Encoded(last.encode(), current.encode(), next.encode()).join();
  }

  /// The three sets as bytes, each as `ValidatorSet` writes it.
  public record Encoded(Bytes last, Bytes current, Bytes next) {
    /// Takes the state's entry apart without looking into the sets.
    public static Encoded split(Bytes encoded) {
      ByteReader reader = new ByteReader(encoded);
      Encoded sets = new Encoded(one(reader, encoded), one(reader, encoded), one(reader, encoded));
      reader.expectEnd();
      return sets;
    }

    public Bytes join() {
      return Bytes.concat(last, current, next);
    }

    private static Bytes one(ByteReader reader, Bytes encoded) {
      int start = encoded.size() - reader.remaining();
      int size = reader.u16("validators.count") * Validator.SIZE;
      reader.bytes("validators", size);
      return encoded.slice(start, 2 + size);
    }
  }
}
