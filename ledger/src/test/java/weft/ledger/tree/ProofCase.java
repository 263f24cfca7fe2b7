package weft.ledger.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.state.ExistenceProof;
import weft.protocol.state.NonExistenceProof;
import weft.protocol.state.ProofStep;
import weft.protocol.state.TreeProof;
import weft.protocol.state.TreeVerifier;
import weft.protocol.verdict.Verdict;

/// A proof with what it claims and whether the claim holds.
///
/// @param value the value claimed; null claims absence
record ProofCase(
    String label, Hash32 root, Bytes key, @Nullable Bytes value, TreeProof proof, boolean holds) {

  boolean verify() {
    return verify(proof);
  }

  boolean verify(TreeProof other) {
    Verdict<TreeProof> verdict =
        value == null
            ? TreeVerifier.verifyAbsent(root, key, other)
            : TreeVerifier.verifyPresent(root, key, value, other);
    return verdict.isValid();
  }

  /// Honest and forged proofs over trees of several sizes and shapes. The trees are not empty.
  static List<ProofCase> all(int seed) {
    List<ProofCase> cases = new ArrayList<>();
    Random random = new Random(seed);
    for (int size : new int[] {1, 2, 3, 5, 50, 3_000}) {
      TestTree tree = new TestTree();
      tree.commit(TestTree.range(0, size));
      addCases(cases, tree, random, "seed " + seed + ", " + size + " keys");
    }
    TestTree close = new TestTree();
    NavigableMap<Bytes, @Nullable Bytes> changes = TestTree.range(0, 20);
    CloseKeys.pairs(30).forEach(key -> changes.put(key, key));
    close.commit(changes);
    addCases(cases, close, random, "seed " + seed + ", close keys");
    return cases;
  }

  private static void addCases(List<ProofCase> cases, TestTree tree, Random random, String label) {
    List<Bytes> ordered = new ArrayList<>(tree.state.keySet());
    ordered.sort(Comparator.comparing(key -> Sha256.hash(key)));
    List<Bytes> chosen = new ArrayList<>(List.of(ordered.getFirst(), ordered.getLast()));
    for (int i = 0; i < 20; i++) {
      chosen.add(ordered.get(random.nextInt(ordered.size())));
    }
    for (Bytes key : chosen) {
      addPresence(cases, tree, key, label);
    }
    for (int i = 0; i < 25; i++) {
      addAbsence(cases, tree, ordered, Bytes.utf8("absent " + random.nextInt()), label);
    }
  }

  private static void addPresence(List<ProofCase> cases, TestTree tree, Bytes key, String label) {
    ExistenceProof proof = (ExistenceProof) tree.prove(key);
    Bytes value = proof.value();
    Bytes other = Bytes.utf8("forged");
    Hash32 root = tree.root;
    List<ProofStep> path = proof.path();
    String name = label + ", presence of " + key.toUtf8() + ": ";
    cases.add(new ProofCase(name + "honest", root, key, value, proof, true));
    cases.add(new ProofCase(name + "as absence", root, key, null, proof, false));
    cases.add(new ProofCase(name + "root", Sha256.hash(key), key, value, proof, false));
    cases.add(new ProofCase(name + "claimed value", root, key, other, proof, false));
    cases.add(new ProofCase(name + "claimed key", root, other, value, proof, false));
    ExistenceProof forgedValue = new ExistenceProof(key, other, path);
    cases.add(new ProofCase(name + "value", root, key, other, forgedValue, false));
    ExistenceProof forgedKey = new ExistenceProof(other, value, path);
    cases.add(new ProofCase(name + "key", root, other, value, forgedKey, false));
    for (List<ProofStep> forgedPath : forgedPaths(path)) {
      ExistenceProof forged = new ExistenceProof(key, value, forgedPath);
      cases.add(new ProofCase(name + "path", root, key, value, forged, false));
    }
    NonExistenceProof besides = new NonExistenceProof(key, null, proof);
    cases.add(new ProofCase(name + "denied on its left", root, key, null, besides, false));
    besides = new NonExistenceProof(key, proof, null);
    cases.add(new ProofCase(name + "denied on its right", root, key, null, besides, false));
  }

  private static List<List<ProofStep>> forgedPaths(List<ProofStep> path) {
    List<List<ProofStep>> forged = new ArrayList<>();
    List<ProofStep> longer = new ArrayList<>(path);
    longer.add(new ProofStep(true, Hash32.ZERO));
    forged.add(longer);
    for (int i = 0; i < path.size(); i++) {
      ProofStep step = path.get(i);
      List<ProofStep> turned = new ArrayList<>(path);
      turned.set(i, new ProofStep(!step.siblingOnLeft(), step.sibling()));
      forged.add(turned);
      List<ProofStep> replaced = new ArrayList<>(path);
      replaced.set(i, new ProofStep(step.siblingOnLeft(), Sha256.hash(step.sibling().bytes())));
      forged.add(replaced);
      List<ProofStep> shorter = new ArrayList<>(path);
      shorter.remove(i);
      forged.add(shorter);
    }
    return forged;
  }

  private static void addAbsence(
      List<ProofCase> cases, TestTree tree, List<Bytes> ordered, Bytes key, String label) {
    NonExistenceProof proof = (NonExistenceProof) tree.prove(key);
    ExistenceProof left = proof.left();
    ExistenceProof right = proof.right();
    Hash32 root = tree.root;
    String name = label + ", absence of " + key.toUtf8() + ": ";
    cases.add(new ProofCase(name + "honest", root, key, null, proof, true));
    cases.add(new ProofCase(name + "as presence", root, key, key, proof, false));
    cases.add(new ProofCase(name + "root", Sha256.hash(key), key, null, proof, false));
    TreeProof none = new NonExistenceProof(key, null, null);
    cases.add(new ProofCase(name + "no neighbours", root, key, null, none, false));
    TreeProof swapped = new NonExistenceProof(key, right, left);
    cases.add(new ProofCase(name + "sides swapped", root, key, null, swapped, false));
    if (left != null) {
      TreeProof denied = new NonExistenceProof(left.key(), left, right);
      cases.add(new ProofCase(name + "left denied", root, left.key(), null, denied, false));
    }
    if (left != null && right != null) {
      TreeProof leftOnly = new NonExistenceProof(key, left, null);
      cases.add(new ProofCase(name + "right left out", root, key, null, leftOnly, false));
      TreeProof rightOnly = new NonExistenceProof(key, null, right);
      cases.add(new ProofCase(name + "left left out", root, key, null, rightOnly, false));
    }
    int at = left == null ? -1 : ordered.indexOf(left.key());
    if (at >= 1) {
      ExistenceProof farther = (ExistenceProof) tree.prove(ordered.get(at - 1));
      TreeProof gap = new NonExistenceProof(key, farther, right);
      cases.add(new ProofCase(name + "left skipped", root, key, null, gap, false));
    }
    if (at + 2 < ordered.size()) {
      ExistenceProof farther = (ExistenceProof) tree.prove(ordered.get(at + 2));
      TreeProof gap = new NonExistenceProof(key, left, farther);
      cases.add(new ProofCase(name + "right skipped", root, key, null, gap, false));
    }
  }
}
