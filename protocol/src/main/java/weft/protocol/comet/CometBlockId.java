package weft.protocol.comet;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;

/// What a vote for a block names: the hash of its header, and the root over the parts in which it
/// travels. Both hashes are empty where there is no block.
///
/// @param hash 32 bytes, or none
/// @param partCount number of parts
/// @param partsHash 32 bytes, or none
public record CometBlockId(Bytes hash, int partCount, Bytes partsHash) {
  /// No block.
  public static final CometBlockId NONE = new CometBlockId(Bytes.EMPTY, 0, Bytes.EMPTY);

  /// Whether it names a block and its parts.
  public boolean isComplete() {
    return hash.size() == Hash32.SIZE && partCount > 0 && partsHash.size() == Hash32.SIZE;
  }

  /// The encoding of both `BlockID` and `CanonicalBlockID`.
  Bytes encode() {
    Bytes parts = new ProtoWriter().varint(1, partCount).bytes(2, partsHash).toBytes();
    return new ProtoWriter().bytes(1, hash).message(2, parts).toBytes();
  }

  static CometBlockId decode(Bytes encoded, String name) {
    ProtoReader reader = new ProtoReader(encoded);
    Bytes hash = hash(reader, 1, name);
    ProtoReader parts = new ProtoReader(reader.message(2, name, encoded.size()));
    reader.expectEnd();
    CometBlockId id = new CometBlockId(hash, parts.count(1, name), hash(parts, 2, name));
    parts.expectEnd();
    return id;
  }

  /// A hash of 32 bytes, or none.
  static Bytes hash(ProtoReader reader, int field, String name) {
    Bytes hash = reader.bytes(field, name, Hash32.SIZE);
    if (!hash.isEmpty() && hash.size() != Hash32.SIZE) {
      throw new MalformedException(name, "has 32 bytes or none, got " + hash.size());
    }
    return hash;
  }
}
