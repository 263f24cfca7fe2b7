package weft.storage;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.Signature;

/// Layout of Merkle proofs inside records.
final class ProofRecords {
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

  static Signature readSignature(ByteReader reader) {
    return Signature.of(reader.bytes("signature", Signature.SIZE));
  }
}
