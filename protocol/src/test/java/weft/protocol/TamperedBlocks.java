package weft.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.PrivateKey;
import weft.primitives.Signature;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.lane.LaneBlockProof;

/// Every way to change one part of an anchor or a proof.
public final class TamperedBlocks {
  private TamperedBlocks() {}

  /// The bytes with one bit changed, one variant per byte, and with one byte more and less.
  public static List<Bytes> bytes(Bytes bytes) {
    List<Bytes> tampered = new ArrayList<>();
    for (int i = 0; i < bytes.size(); i++) {
      byte[] changed = bytes.toArray();
      changed[i] ^= 1;
      tampered.add(Bytes.wrap(changed));
    }
    tampered.add(bytes.slice(0, bytes.size() - 1));
    tampered.add(Bytes.concat(bytes, Bytes.fromHex("00")));
    return tampered;
  }

  public static Hash32 hash(Hash32 hash) {
    byte[] changed = hash.toArray();
    changed[31] ^= 1;
    return Hash32.wrap(changed);
  }

  /// The proof with another index, another size, and each hash of its path changed.
  public static List<MerkleProof> proofs(MerkleProof proof) {
    List<MerkleProof> tampered = new ArrayList<>();
    for (long size = Math.max(1, proof.size() - 2); size <= proof.size() + 2; size++) {
      for (long index = 0; index < size; index++) {
        boolean isSame = index == proof.index() && size == proof.size();
        if (!isSame && MerkleProof.pathLength(index, size) == proof.path().size()) {
          tampered.add(new MerkleProof(index, size, proof.path()));
        }
      }
    }
    for (int i = 0; i < proof.path().size(); i++) {
      List<Hash32> path = new ArrayList<>(proof.path());
      path.set(i, hash(path.get(i)));
      tampered.add(new MerkleProof(proof.index(), proof.size(), path));
    }
    return tampered;
  }

  public static List<SignedAnchor> anchors(SignedAnchor anchor) {
    List<SignedAnchor> tampered = new ArrayList<>();
    Commit commit = anchor.commit();
    for (Bytes header : bytes(anchor.header())) {
      tampered.add(new SignedAnchor(header, anchor.preamble(), anchor.preambleProof(), commit));
    }
    for (Bytes preamble : bytes(anchor.preamble())) {
      tampered.add(new SignedAnchor(anchor.header(), preamble, anchor.preambleProof(), commit));
    }
    for (MerkleProof proof : proofs(anchor.preambleProof())) {
      tampered.add(new SignedAnchor(anchor.header(), anchor.preamble(), proof, commit));
    }
    Signature foreign = PrivateKey.fromSeed(Bytes.utf8("foreign")).sign(Hash32.ZERO);
    for (Commit other :
        List.of(
            new Commit(hash(commit.appHash()), commit.signature()),
            new Commit(commit.appHash(), foreign))) {
      tampered.add(
          new SignedAnchor(anchor.header(), anchor.preamble(), anchor.preambleProof(), other));
    }
    return tampered;
  }

  public static List<LaneBlockProof> laneBlockProofs(LaneBlockProof proof) {
    List<LaneBlockProof> tampered = new ArrayList<>();
    anchors((SignedAnchor) proof.anchor())
        .forEach(anchor -> tampered.add(new LaneBlockProof(anchor, proof.laneProof())));
    proofs(proof.laneProof())
        .forEach(laneProof -> tampered.add(new LaneBlockProof(proof.anchor(), laneProof)));
    return tampered;
  }
}
