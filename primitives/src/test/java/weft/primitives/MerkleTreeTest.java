package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
  private static final long SEED = 6962;
  private static final int MAX_SIZE = 130;

  @Test
  void rootsAndPathsAgreeWithTheRecursiveDefinition() {
    for (int size = 1; size <= MAX_SIZE; size++) {
      List<Bytes> leaves = leaves(size);
      List<Hash32> hashes = hashes(leaves);
      Hash32 root = MerkleOracle.root(leaves);
      List<MerkleProof> all = MerkleTree.proveAll(hashes);

      assertThat(MerkleTree.root(leaves)).as("size %d", size).isEqualTo(root);
      assertThat(MerkleTree.rootOfLeafHashes(hashes)).as("size %d", size).isEqualTo(root);
      assertThat(all).hasSize(size);
      for (int index = 0; index < size; index++) {
        MerkleProof proof = MerkleTree.prove(hashes, index);
        String context = "leaf " + index + " of " + size;
        assertThat(proof.path()).as(context).isEqualTo(MerkleOracle.path(index, leaves));
        assertThat(all.get(index)).as(context).isEqualTo(proof);
        assertThat(proof.verifies(root, leaves.get(index))).as(context).isTrue();
        assertThat(proof.verifiesLeafHash(root, hashes.get(index))).as(context).isTrue();
        assertThat(proof.rootFor(hashes.get(index))).as(context).isEqualTo(root);
      }
    }
  }

  @Test
  void aProofHoldsAtItsIndexOnly() {
    for (int size = 1; size <= 40; size++) {
      List<Hash32> hashes = hashes(leaves(size));
      Hash32 root = MerkleTree.rootOfLeafHashes(hashes);
      List<MerkleProof> proofs = MerkleTree.proveAll(hashes);
      for (int index = 0; index < size; index++) {
        List<Hash32> path = proofs.get(index).path();
        for (int other = 0; other < size; other++) {
          boolean sameLength = MerkleProof.pathLength(other, size) == path.size();
          boolean holds =
              sameLength
                  && new MerkleProof(other, size, path).verifiesLeafHash(root, hashes.get(index));
          assertThat(holds).as("%d as %d of %d", index, other, size).isEqualTo(index == other);
          assertThat(proofs.get(index).verifiesLeafHash(root, hashes.get(other)))
              .as("leaf %d by proof %d of %d", other, index, size)
              .isEqualTo(index == other);
        }
      }
    }
  }

  @Test
  void anyChangedBitBreaksAProof() {
    Random random = new Random(SEED);
    for (int size = 2; size <= MAX_SIZE; size++) {
      List<Bytes> leaves = leaves(size);
      Hash32 root = MerkleTree.root(leaves);
      int index = random.nextInt(size);
      MerkleProof proof = MerkleTree.prove(hashes(leaves), index);
      for (int step = 0; step < proof.path().size(); step++) {
        List<Hash32> path = new ArrayList<>(proof.path());
        path.set(step, flipBit(path.get(step), random.nextInt(256)));
        assertThat(new MerkleProof(index, size, path).verifies(root, leaves.get(index)))
            .as("seed %d size %d index %d step %d", SEED, size, index, step)
            .isFalse();
      }
      assertThat(proof.verifies(flipBit(root, random.nextInt(256)), leaves.get(index))).isFalse();
    }
  }

  @Test
  void anInnerNodeDoesNotPassForALeaf() {
    List<Bytes> leaves = leaves(4);
    List<Hash32> hashes = hashes(leaves);
    Bytes forged = Bytes.concat(hashes.get(0).bytes(), hashes.get(1).bytes());
    MerkleProof upper =
        new MerkleProof(0, 2, List.of(MerkleTree.nodeHash(hashes.get(2), hashes.get(3))));

    assertThat(upper.verifies(MerkleTree.root(leaves), forged)).isFalse();
  }

  @Test
  void refusesPathsOfAnotherLength() {
    MerkleProof proof = MerkleTree.prove(hashes(leaves(11)), 10);
    List<Hash32> longer = new ArrayList<>(proof.path());
    longer.add(Hash32.ZERO);

    assertThat(proof.path()).hasSize(2);
    assertThatThrownBy(() -> new MerkleProof(10, 11, longer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leaf 10 of 11 has a path of 2, got 3");
    assertThatThrownBy(() -> new MerkleProof(10, 11, proof.path().subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesIndexesOutsideTheTree() {
    List<Hash32> hashes = hashes(leaves(3));

    assertThatThrownBy(() -> MerkleProof.pathLength(0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MerkleProof.pathLength(3, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MerkleProof.pathLength(-1, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MerkleProof.pathLength(0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MerkleTree.prove(hashes, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> MerkleTree.prove(hashes, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void pathsStayBoundedInTheLargestTree() {
    assertThat(MerkleProof.pathLength(0, Long.MAX_VALUE)).isEqualTo(63);
    assertThat(MerkleProof.pathLength(Long.MAX_VALUE - 1, Long.MAX_VALUE))
        .isLessThanOrEqualTo(MerkleProof.MAX_PATH_LENGTH);
    assertThat(MerkleProof.pathLength(1L << 62, (1L << 62) + 1)).isEqualTo(1);
  }

  @Test
  void provingNothingGivesNothing() {
    assertThat(MerkleTree.proveAll(List.of())).isEmpty();
  }

  @Test
  void aProofKeepsItsOwnCopyOfThePath() {
    List<Hash32> path = new ArrayList<>(List.of(Hash32.ZERO));
    MerkleProof proof = new MerkleProof(0, 2, path);
    path.clear();

    assertThat(proof.path()).containsExactly(Hash32.ZERO);
  }

  private static List<Bytes> leaves(int size) {
    Random random = new Random(SEED + size);
    List<Bytes> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      byte[] leaf = new byte[random.nextInt(80)];
      random.nextBytes(leaf);
      leaves.add(Bytes.concat(Bytes.utf8(i + ":"), Bytes.wrap(leaf)));
    }
    return leaves;
  }

  private static List<Hash32> hashes(List<Bytes> leaves) {
    return leaves.stream().map(MerkleTree::leafHash).toList();
  }

  private static Hash32 flipBit(Hash32 hash, int bit) {
    byte[] bytes = hash.toArray();
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    return Hash32.wrap(bytes);
  }
}
