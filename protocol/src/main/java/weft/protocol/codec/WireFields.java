package weft.protocol.codec;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleProof;
import weft.primitives.Signature;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Fields that several messages have alike. Neither direction copies byte strings that lie in one
/// array: both sides hold immutable bytes.
public final class WireFields {
  private WireFields() {}

  public static ByteString toWire(Bytes bytes) {
    ByteString[] wrapped = {ByteString.EMPTY};
    bytes.feed(
        (array, offset, length) ->
            wrapped[0] = UnsafeByteOperations.unsafeWrap(array, offset, length));
    return wrapped[0];
  }

  public static ByteString toWire(Hash32 hash) {
    return UnsafeByteOperations.unsafeWrap(hash.toArrayUnsafe());
  }

  public static ByteString toWire(Address address) {
    return UnsafeByteOperations.unsafeWrap(address.toArray());
  }

  public static weft.protocol.wire.MerkleProof toWire(MerkleProof proof) {
    weft.protocol.wire.MerkleProof.Builder wire =
        weft.protocol.wire.MerkleProof.newBuilder().setIndex(proof.index()).setSize(proof.size());
    proof.path().forEach(hash -> wire.addPath(toWire(hash)));
    return wire.build();
  }

  public static Bytes bytes(ByteString wire) {
    Window window = new Window();
    try {
      UnsafeByteOperations.unsafeWriteTo(wire, window);
    } catch (IOException e) {
      throw new UncheckedIOException("copying in memory must not fail", e);
    }
    return window.joined();
  }

  /// Takes exactly 32 bytes.
  public static Hash32 hash(ByteString wire, String field) {
    expectSize(wire, Hash32.SIZE, field);
    return Hash32.wrap(wire.toByteArray());
  }

  /// Takes exactly 20 bytes.
  public static Address address(ByteString wire, String field) {
    expectSize(wire, Address.SIZE, field);
    return Address.wrap(wire.toByteArray());
  }

  /// Takes a well-formed signature of 65 bytes.
  public static Signature signature(ByteString wire, String field) {
    Bytes bytes = bytes(wire);
    if (!Signature.isWellFormed(bytes)) {
      throw new MalformedException(field, "is not a signature r, s, v of 65 bytes with low s");
    }
    return Signature.of(bytes);
  }

  /// Takes a number up to 2^63-1.
  public static long u64(long wire, String field) {
    if (wire < 0) {
      throw new MalformedException(field, "exceeds 2^63-1, got " + Long.toUnsignedString(wire));
    }
    return wire;
  }

  /// Takes a number up to 2^31-1.
  public static int u32(int wire, String field) {
    if (wire < 0) {
      throw new MalformedException(field, "exceeds 2^31-1, got " + Integer.toUnsignedString(wire));
    }
    return wire;
  }

  /// Takes decimal digits.
  public static Amount amount(String wire, String field) {
    try {
      return Amount.parse(wire);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(field, "is no amount: decimal digits up to 2^128-1");
    }
  }

  public static RollupId rollup(String wire, String field) {
    if (!RollupId.isName(wire)) {
      throw new MalformedException(field, "is not a rollup name");
    }
    return RollupId.of(wire);
  }

  public static AssetId asset(String wire, String field) {
    if (!AssetId.isName(wire)) {
      throw new MalformedException(field, "is not an asset name");
    }
    return new AssetId(wire);
  }

  public static MerkleProof merkleProof(weft.protocol.wire.MerkleProof wire, String field) {
    if (wire.getPathCount() > MerkleProof.MAX_PATH_LENGTH) {
      throw new MalformedException(field + ".path", "has more than 64 hashes");
    }
    List<Hash32> path = new ArrayList<>(wire.getPathCount());
    for (ByteString hash : wire.getPathList()) {
      path.add(hash(hash, field + ".path"));
    }
    long index = u64(wire.getIndex(), field + ".index");
    long size = u64(wire.getSize(), field + ".size");
    if (index >= size) {
      throw new MalformedException(field + ".index", "is outside a tree of " + size);
    }
    if (path.size() != MerkleProof.pathLength(index, size)) {
      throw new MalformedException(
          field + ".path", "has another length than index and size ask for");
    }
    return new MerkleProof(index, size, path);
  }

  /// Makes sure that a message field was sent.
  public static void expectPresent(boolean present, String field) {
    if (!present) {
      throw new MalformedException(field, "is missing");
    }
  }

  private static void expectSize(ByteString wire, int size, String field) {
    if (wire.size() != size) {
      throw new MalformedException(field, "must have " + size + " bytes, got " + wire.size());
    }
  }

  /// Takes the array of a byte string without a copy; joins pieces where there are several.
  private static final class Window extends ByteOutput {
    private final List<Bytes> pieces = new ArrayList<>(1);

    Bytes joined() {
      return switch (pieces.size()) {
        case 0 -> Bytes.EMPTY;
        case 1 -> pieces.getFirst();
        default -> Bytes.concat(pieces.toArray(Bytes[]::new));
      };
    }

    @Override
    public void write(byte value) {
      pieces.add(Bytes.wrap(new byte[] {value}));
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      byte[] copy = new byte[length];
      System.arraycopy(value, offset, copy, 0, length);
      pieces.add(Bytes.wrap(copy));
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      pieces.add(Bytes.wrap(value).slice(offset, length));
    }

    @Override
    public void write(ByteBuffer value) {
      byte[] copy = new byte[value.remaining()];
      value.get(copy);
      pieces.add(Bytes.wrap(copy));
    }

    @Override
    public void writeLazy(ByteBuffer value) {
      write(value);
    }
  }
}
