package weft.protocol.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Reads an ICS-23 `CommitmentProof` as a strict grammar: the fields of [Ics23] in their order,
/// lengths as short as they can be, nothing else. So one proof has one encoding.
final class Ics23Reader {
  private static final int MAX_EXISTENCE_BYTES = ProofDecoding.MAX_BYTES / 2;
  private static final int MAX_VARINT_BYTES = 4;

  private final Bytes in;
  private int at;

  private Ics23Reader(Bytes in) {
    this.in = in;
  }

  static ProofDecoding read(Bytes bytes) {
    if (bytes.size() > ProofDecoding.MAX_BYTES) {
      return new ProofDecoding.Malformed(
          0, "a proof has at most " + ProofDecoding.MAX_BYTES + " bytes, got " + bytes.size());
    }
    Ics23Reader reader = new Ics23Reader(bytes);
    try {
      return new ProofDecoding.Decoded(reader.proof());
    } catch (MalformedException e) {
      return new ProofDecoding.Malformed(reader.at, e.reason);
    }
  }

  private TreeProof proof() throws MalformedException {
    if (skip(Ics23.EXIST)) {
      return existence(lengthToEnd(in.size()));
    }
    expect(Ics23.NONEXIST, "an existence or non-existence proof");
    int end = lengthToEnd(in.size());
    Bytes key = content(Ics23.KEY, "the key", TreeLimits.MAX_KEY_BYTES, end);
    ExistenceProof left = neighbour(Ics23.LEFT, end);
    ExistenceProof right = neighbour(Ics23.RIGHT, end);
    expectEnd(end);
    return new NonExistenceProof(key, left, right);
  }

  private @Nullable ExistenceProof neighbour(Bytes tag, int end) throws MalformedException {
    if (at >= end || !skip(tag)) {
      return null;
    }
    int size = varint(end);
    if (size > MAX_EXISTENCE_BYTES || size > end - at) {
      throw new MalformedException("a neighbour that lies inside the proof");
    }
    return existence(at + size);
  }

  private ExistenceProof existence(int end) throws MalformedException {
    Bytes key = content(Ics23.KEY, "the key", TreeLimits.MAX_KEY_BYTES, end);
    Bytes value = content(Ics23.VALUE, "the value", TreeLimits.MAX_VALUE_BYTES, end);
    expect(Ics23.LEAF, "the leaf operation of the tree");
    List<ProofStep> path = new ArrayList<>();
    while (at < end) {
      if (path.size() == ExistenceProof.MAX_STEPS) {
        throw new MalformedException("at most " + ExistenceProof.MAX_STEPS + " steps");
      }
      path.add(step(end));
    }
    expectEnd(end);
    return new ExistenceProof(key, value, path);
  }

  private ProofStep step(int end) throws MalformedException {
    boolean siblingOnLeft = skip(Ics23.STEP_SIBLING_LEFT);
    if (!siblingOnLeft) {
      expect(Ics23.STEP_SIBLING_RIGHT, "an inner operation of the tree");
    }
    return new ProofStep(siblingOnLeft, Hash32.of(take(Hash32.SIZE, end)));
  }

  private Bytes content(Bytes tag, String what, int maxBytes, int end) throws MalformedException {
    expect(tag, what);
    int size = varint(end);
    if (size == 0 || size > maxBytes) {
      throw new MalformedException(what + " in 1 to " + maxBytes + " bytes");
    }
    return take(size, end);
  }

  /// Reads the length of a message that must reach exactly to the end of the input.
  private int lengthToEnd(int end) throws MalformedException {
    if (varint(end) != end - at) {
      throw new MalformedException("a length that reaches to the end");
    }
    return end;
  }

  private int varint(int end) throws MalformedException {
    int number = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      byte next = take(1, end).get(0);
      number |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        if (next == 0 && i > 0) {
          throw new MalformedException("a length in its shortest form");
        }
        return number;
      }
    }
    throw new MalformedException("a length of at most " + MAX_VARINT_BYTES + " bytes");
  }

  private Bytes take(int size, int end) throws MalformedException {
    if (size > end - at) {
      throw new MalformedException(size + " bytes more");
    }
    Bytes taken = in.slice(at, size);
    at += size;
    return taken;
  }

  private boolean skip(Bytes expected) {
    if (!in.slice(at, in.size() - at).startsWith(expected)) {
      return false;
    }
    at += expected.size();
    return true;
  }

  private void expect(Bytes expected, String what) throws MalformedException {
    if (!skip(expected)) {
      throw new MalformedException(what);
    }
  }

  private void expectEnd(int end) throws MalformedException {
    if (at != end) {
      throw new MalformedException("the end");
    }
  }

  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    MalformedException(String expected) {
      super(expected, null, false, false);
      this.reason = "expected " + expected;
    }
  }
}
