package weft.protocol.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.verdict.Verdict;

/// Checks proofs against a root, by the rules of ICS-23 for `SmtSpec`; rules `STATE-14` to
/// `STATE-17` of docs/protocol/state.md.
///
/// Needs no tree and shares no code with the prover. Stricter than ICS-23 in two points: every step
/// must go the way that the hashed key goes, and an absence proof must name the key it is for.
public final class TreeVerifier {
  private static final Bytes LEAF_PREFIX = Bytes.fromHex("00");
  private static final Bytes INNER_PREFIX = Bytes.fromHex("01");

  private TreeVerifier() {}

  /// Checks that a proof shows that `key` has `value` under `root`.
  public static Verdict<TreeProof> verifyPresent(
      Hash32 root, Bytes key, Bytes value, TreeProof proof) {
    if (!(proof instanceof ExistenceProof exist)
        || !exist.key().equals(key)
        || !exist.value().equals(value)) {
      return Verdict.invalid("STATE-14", "the proof is not of this key with this value");
    }
    return leadsTo(root, exist)
        ? Verdict.valid(proof)
        : Verdict.invalid("STATE-15", "the path does not lead from the key's leaf to " + root);
  }

  /// Checks that a proof shows that `key` has no value under `root`.
  public static Verdict<TreeProof> verifyAbsent(Hash32 root, Bytes key, TreeProof proof) {
    if (!(proof instanceof NonExistenceProof absence) || !absence.key().equals(key)) {
      return Verdict.invalid("STATE-14", "the proof is not of the absence of this key");
    }
    ExistenceProof left = absence.left();
    ExistenceProof right = absence.right();
    if ((left != null && !leadsTo(root, left)) || (right != null && !leadsTo(root, right))) {
      return Verdict.invalid("STATE-15", "a neighbour's path does not lead to " + root);
    }
    Hash32 path = Sha256.hash(key);
    if ((left != null && hashedKey(left).compareTo(path) >= 0)
        || (right != null && hashedKey(right).compareTo(path) <= 0)) {
      return Verdict.invalid("STATE-16", "the key's place is not between the neighbours");
    }
    return nothingBetween(root, left, right)
        ? Verdict.valid(proof)
        : Verdict.invalid("STATE-17", "something may lie between the neighbours");
  }

  private static boolean nothingBetween(
      Hash32 root, @Nullable ExistenceProof left, @Nullable ExistenceProof right) {
    if (left == null) {
      return right == null ? root.equals(Hash32.ZERO) : nothingBeside(right.path(), true);
    }
    return right == null
        ? nothingBeside(left.path(), false)
        : areNeighbours(left.path(), right.path());
  }

  private static Hash32 hashedKey(ExistenceProof proof) {
    return Sha256.hash(proof.key());
  }

  private static boolean leadsTo(Hash32 root, ExistenceProof proof) {
    if (proof.key().isEmpty() || proof.value().isEmpty()) {
      return false;
    }
    Hash32 path = hashedKey(proof);
    Hash32 node = Sha256.hash(LEAF_PREFIX, path.bytes(), Sha256.hash(proof.value()).bytes());
    int bit = proof.path().size();
    for (ProofStep step : proof.path()) {
      bit--;
      if (path.bit(bit) != step.siblingOnLeft()) {
        return false;
      }
      node =
          step.siblingOnLeft()
              ? Sha256.hash(INNER_PREFIX, step.sibling().bytes(), node.bytes())
              : Sha256.hash(INNER_PREFIX, node.bytes(), step.sibling().bytes());
    }
    return node.equals(root);
  }

  /// Whether a path has only empty subtrees on one of its sides.
  private static boolean nothingBeside(List<ProofStep> path, boolean onLeft) {
    for (ProofStep step : path) {
      if (step.siblingOnLeft() == onLeft && !step.sibling().equals(Hash32.ZERO)) {
        return false;
      }
    }
    return true;
  }

  /// Whether nothing lies between two paths of one tree: from the root they share steps, then part
  /// left and right, and below that turn towards each other past empty subtrees only.
  private static boolean areNeighbours(List<ProofStep> left, List<ProofStep> right) {
    int leftRest = left.size() - 1;
    int rightRest = right.size() - 1;
    while (leftRest >= 0 && rightRest >= 0 && left.get(leftRest).equals(right.get(rightRest))) {
      leftRest--;
      rightRest--;
    }
    return leftRest >= 0
        && rightRest >= 0
        && !left.get(leftRest).siblingOnLeft()
        && right.get(rightRest).siblingOnLeft()
        && nothingBeside(left.subList(0, leftRest), false)
        && nothingBeside(right.subList(0, rightRest), true);
  }
}
