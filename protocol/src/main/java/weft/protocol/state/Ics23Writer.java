package weft.protocol.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;

/// Writes a proof as an ICS-23 `CommitmentProof`.
final class Ics23Writer {
  private static final int MAX_VARINT_BYTES = 5;

  private Ics23Writer() {}

  static Bytes write(TreeProof proof) {
    return switch (proof) {
      case ExistenceProof exist -> field(Ics23.EXIST, existence(exist));
      case NonExistenceProof nonexist -> field(Ics23.NONEXIST, nonExistence(nonexist));
    };
  }

  private static Bytes nonExistence(NonExistenceProof proof) {
    ExistenceProof left = proof.left();
    ExistenceProof right = proof.right();
    return Bytes.concat(
        field(Ics23.KEY, proof.key()),
        left == null ? Bytes.EMPTY : field(Ics23.LEFT, existence(left)),
        right == null ? Bytes.EMPTY : field(Ics23.RIGHT, existence(right)));
  }

  private static Bytes existence(ExistenceProof proof) {
    List<Bytes> parts = new ArrayList<>();
    parts.add(field(Ics23.KEY, proof.key()));
    parts.add(field(Ics23.VALUE, proof.value()));
    parts.add(Ics23.LEAF);
    for (ProofStep step : proof.path()) {
      parts.add(step.siblingOnLeft() ? Ics23.STEP_SIBLING_LEFT : Ics23.STEP_SIBLING_RIGHT);
      parts.add(step.sibling().bytes());
    }
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  private static Bytes field(Bytes tag, Bytes content) {
    return Bytes.concat(tag, varint(content.size()), content);
  }

  private static Bytes varint(int number) {
    byte[] out = new byte[MAX_VARINT_BYTES];
    int size = 0;
    int rest = number;
    while (rest >>> 7 != 0) {
      out[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out[size++] = (byte) rest;
    return Bytes.wrap(out).slice(0, size);
  }
}
