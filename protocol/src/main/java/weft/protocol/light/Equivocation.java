package weft.protocol.light;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.Bytes;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;

/// Evidence that validators attested two different statements about one height of one chain.
public record Equivocation(AttestedStatement first, AttestedStatement second) {
  /// Both, one after the other.
  public Bytes encode() {
    return Bytes.concat(first.encode(), second.encode());
  }

  /// Reads what [#encode] wrote; whether it proves anything is [#isProven].
  ///
  /// @throws weft.primitives.MalformedException if the bytes are anything else
  public static Equivocation decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    Equivocation read = read(reader);
    reader.expectEnd();
    return read;
  }

  static Equivocation read(ByteReader reader) {
    return new Equivocation(AttestedStatement.read(reader), AttestedStatement.read(reader));
  }

  /// Whether this set did it: the statements differ, are of one chain and height, and both are
  /// attested. Never throws on hostile input.
  public boolean isProven(ValidatorSet set) {
    return isOfOneHeight()
        && !first.statement().equals(second.statement())
        && isAttested(first, set)
        && isAttested(second, set);
  }

  private boolean isOfOneHeight() {
    return first.statement().chainId() == second.statement().chainId()
        && first.statement().height() == second.statement().height();
  }

  private static boolean isAttested(AttestedStatement one, ValidatorSet set) {
    return one.attestation().attests(one.statement().digest(), set);
  }

  /// Who signed both: more than a third of power, of a set for which this [#isProven].
  public List<Validator> guilty(ValidatorSet set) {
    Attestation one = first.attestation();
    Attestation other = second.attestation();
    List<Validator> guilty = new ArrayList<>();
    for (int index = 0; index < set.size(); index++) {
      if (one.isSigner(index) && other.isSigner(index)) {
        guilty.add(set.get(index));
      }
    }
    return guilty;
  }
}
