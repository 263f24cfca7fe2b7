package weft.storage;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.Signature;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.Commit;

/// Layout of Merkle proofs inside records, and of block anchors.
final class ProofRecords {
  private static final int MAX_FIXED_LAYOUT_BYTES = 4096;

  private ProofRecords() {}

  static int size(MerkleProof proof) {
    return 2 * Long.BYTES + proof.path().size() * Hash32.SIZE;
  }

  /// Index and size; the length of the path follows from them.
  static void write(ByteWriter writer, MerkleProof proof) {
    writer.u64(proof.index()).u64(proof.size());
    proof.path().forEach(writer::hash);
  }

  static MerkleProof read(ByteReader reader) {
    long index = reader.u64("proof.index");
    long size = reader.u64("proof.size");
    int length = MerkleProof.pathLength(index, size);
    List<Hash32> path = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      path.add(reader.hash("proof.path"));
    }
    return new MerkleProof(index, size, path);
  }

  static Bytes anchor(BlockAnchor anchor) {
    ByteWriter writer = new ByteWriter(512 + size(anchor.preambleProof()));
    writer.u8(RecordReader.VERSION);
    writer.lengthPrefixed(anchor.header()).lengthPrefixed(anchor.preamble());
    write(writer, anchor.preambleProof());
    writer.hash(anchor.commit().appHash()).bytes(anchor.commit().signature().bytes());
    return writer.toBytes();
  }

  static BlockAnchor readAnchor(Bytes record) {
    return RecordReader.read(
        "block anchor",
        record,
        reader ->
            new BlockAnchor(
                reader.lengthPrefixed("header", MAX_FIXED_LAYOUT_BYTES),
                reader.lengthPrefixed("preamble", MAX_FIXED_LAYOUT_BYTES),
                read(reader),
                new Commit(reader.hash("app_hash"), readSignature(reader))));
  }

  static Signature readSignature(ByteReader reader) {
    return Signature.of(reader.bytes("signature", Signature.SIZE));
  }
}
