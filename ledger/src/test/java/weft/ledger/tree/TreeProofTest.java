package weft.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.state.ExistenceProof;
import weft.protocol.state.NonExistenceProof;
import weft.protocol.state.ProofDecoding;
import weft.protocol.state.ProofStep;
import weft.protocol.state.TreeLimits;
import weft.protocol.state.TreeProof;
import weft.protocol.state.TreeVerifier;

class TreeProofTest {
  @Test
  void honestProofsHoldAndForgedOnesDoNot() {
    List<ProofCase> cases = ProofCase.all(1);
    assertThat(cases).hasSizeGreaterThan(2_000).anyMatch(ProofCase::holds);
    for (ProofCase one : cases) {
      assertThat(one.verify()).as(one.label()).isEqualTo(one.holds());
    }
  }

  @Test
  void everyProofSurvivesItsEncoding() {
    for (ProofCase one : ProofCase.all(2)) {
      assertThat(ProofDecoding.decode(one.proof().toIcs23()))
          .as(one.label())
          .isEqualTo(new ProofDecoding.Decoded(one.proof()));
    }
  }

  @Test
  void encodingIsThePublishedOne() {
    Hash32 sibling = Sha256.hash(Bytes.EMPTY);
    ExistenceProof proof =
        new ExistenceProof(
            Bytes.utf8("k"),
            Bytes.utf8("v"),
            List.of(new ProofStep(false, sibling), new ProofStep(true, sibling)));
    String toRight = "2227" + "0801" + "120101" + "1a20" + sibling.toHex();
    String toLeft = "2225" + "0801" + "122101" + sibling.toHex();
    assertThat(proof.toIcs23().toHex())
        .isEqualTo("0a61" + "0a016b" + "120176" + "1a090801100118012a0100" + toRight + toLeft);
  }

  @Test
  void presenceAndAbsenceAreDecidedByTheState() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      TestTree tree = new TestTree();
      int keys = 1 << random.nextInt(1, 10);
      NavigableMap<Bytes, @Nullable Bytes> changes = new TreeMap<>();
      for (int i = 0; i < keys / 2; i++) {
        changes.put(TestTree.key(random.nextInt(keys)), TestTree.value(i));
      }
      tree.commit(changes);
      for (int number = 0; number < keys; number++) {
        Bytes key = TestTree.key(number);
        TreeProof proof = tree.prove(key);
        Bytes value = tree.state.get(key);
        ProofCase one = new ProofCase("", tree.root, key, value, proof, true);
        assertThat(one.verify()).as("seed %d key %d", seed, number).isTrue();
      }
    }
  }

  @Test
  void neighboursAreTheNearestByHash() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 500));
    TreeMap<Hash32, Bytes> byHash = new TreeMap<>();
    tree.state.keySet().forEach(key -> byHash.put(Sha256.hash(key), key));
    for (int number = 500; number < 1_500; number++) {
      Bytes key = TestTree.key(number);
      NonExistenceProof proof = (NonExistenceProof) tree.prove(key);
      var below = byHash.lowerEntry(Sha256.hash(key));
      var above = byHash.higherEntry(Sha256.hash(key));
      ExistenceProof left = proof.left();
      ExistenceProof right = proof.right();
      assertThat(left == null ? null : left.key())
          .isEqualTo(below == null ? null : below.getValue());
      assertThat(right == null ? null : right.key())
          .isEqualTo(above == null ? null : above.getValue());
    }
  }

  @Test
  void theEmptyTreeProvesAbsenceByItsRoot() {
    Bytes key = TestTree.key(1);
    TreeProof proof = new TestTree().prove(key);
    assertThat(proof).isEqualTo(new NonExistenceProof(key, null, null));
    assertThat(TreeVerifier.verifyAbsent(Hash32.ZERO, key, proof).isValid()).isTrue();
    assertThat(TreeVerifier.verifyAbsent(Sha256.hash(key), key, proof).isValid()).isFalse();
    assertThat(TreeVerifier.verifyAbsent(Hash32.ZERO, TestTree.key(2), proof).isValid()).isFalse();
    assertThat(ProofDecoding.decode(proof.toIcs23())).isEqualTo(new ProofDecoding.Decoded(proof));
  }

  @Test
  void anInnerNodeCannotPassForALeaf() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 100));
    ExistenceProof proof = (ExistenceProof) tree.prove(TestTree.key(5));
    ExistenceProof cut =
        new ExistenceProof(
            proof.key(), proof.value(), proof.path().subList(1, proof.path().size()));
    assertThat(TreeVerifier.verifyPresent(tree.root, proof.key(), proof.value(), cut).isValid())
        .isFalse();
  }

  @Test
  void mutatedBytesNeverThrowAndNeverConvince() {
    List<ProofCase> cases = ProofCase.all(3).stream().filter(ProofCase::holds).limit(150).toList();
    Random random = new Random(3);
    int malformed = 0;
    for (int round = 0; round < 200_000; round++) {
      ProofCase one = cases.get(random.nextInt(cases.size()));
      Bytes honest = one.proof().toIcs23();
      Bytes mutated = mutate(random, honest);
      switch (ProofDecoding.decode(mutated)) {
        case ProofDecoding.Malformed _ -> malformed++;
        case ProofDecoding.Decoded(TreeProof proof) -> {
          assertThat(proof.toIcs23()).as("round %d", round).isEqualTo(mutated);
          assertThat(one.verify(proof))
              .as("round %d of %s", round, one.label())
              .isEqualTo(mutated.equals(honest));
        }
      }
    }
    assertThat(malformed).isGreaterThan(50_000);
  }

  @Test
  void randomBytesAreMalformed() {
    Random random = new Random(4);
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 2) {
        bytes[0] = (byte) (random.nextBoolean() ? 0x0a : 0x12);
        bytes[1] = (byte) (bytes.length - 2);
      }
      assertThat(ProofDecoding.decode(Bytes.wrap(bytes)))
          .as("round %d", round)
          .isInstanceOf(ProofDecoding.Malformed.class);
    }
  }

  @Test
  void boundsAreChecked() {
    Bytes key = TestTree.key(1);
    List<ProofStep> longest = Collections.nCopies(256, new ProofStep(true, Hash32.ZERO));
    ExistenceProof deep = new ExistenceProof(key, key, longest);
    assertThat(ProofDecoding.decode(deep.toIcs23())).isEqualTo(new ProofDecoding.Decoded(deep));
    List<ProofStep> tooLong = Collections.nCopies(257, new ProofStep(true, Hash32.ZERO));
    assertThatThrownBy(() -> new ExistenceProof(key, key, tooLong))
        .isInstanceOf(IllegalArgumentException.class);

    Bytes longKey = Bytes.wrap(new byte[TreeLimits.MAX_KEY_BYTES + 1]);
    Bytes longValue = Bytes.wrap(new byte[TreeLimits.MAX_VALUE_BYTES + 1]);
    assertMalformed(new ExistenceProof(longKey, key, List.of()).toIcs23());
    assertMalformed(new ExistenceProof(key, longValue, List.of()).toIcs23());
    assertMalformed(new ExistenceProof(Bytes.EMPTY, key, List.of()).toIcs23());
    assertMalformed(new ExistenceProof(key, Bytes.EMPTY, List.of()).toIcs23());
    assertMalformed(Bytes.wrap(new byte[ProofDecoding.MAX_BYTES + 1]));
    assertMalformed(Bytes.EMPTY);
    Bytes maxKey = Bytes.wrap(new byte[TreeLimits.MAX_KEY_BYTES]);
    Bytes maxValue = Bytes.wrap(new byte[TreeLimits.MAX_VALUE_BYTES]);
    ExistenceProof largest = new ExistenceProof(maxKey, maxValue, longest);
    TreeProof absence = new NonExistenceProof(maxKey, largest, largest);
    assertThat(ProofDecoding.decode(absence.toIcs23()))
        .isEqualTo(new ProofDecoding.Decoded(absence));
  }

  @Test
  void aFlatStateThatDiffersFromTheTreeIsAFault() {
    TestTree tree = new TestTree();
    tree.commit(TestTree.range(0, 20));
    Bytes key = TestTree.key(3);
    assertThatThrownBy(() -> StateTree.prove(tree.nodes(), tree.root, key, any -> any))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> StateTree.prove(tree.nodes(), tree.root, key, any -> null))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> StateTree.prove(tree.nodes(), Hash32.ZERO, key, tree.state::get))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertMalformed(Bytes bytes) {
    assertThat(ProofDecoding.decode(bytes)).isInstanceOf(ProofDecoding.Malformed.class);
  }

  private static Bytes mutate(Random random, Bytes honest) {
    int at = random.nextInt(honest.size());
    byte[] flipped = honest.toArray();
    return switch (random.nextInt(5)) {
      case 0 -> honest.slice(0, at);
      case 1 ->
          Bytes.concat(honest.slice(0, at), honest.slice(at, honest.size() - at), Bytes.utf8("x"));
      case 2 ->
          Bytes.concat(honest.slice(0, at), Bytes.utf8("x"), honest.slice(at, honest.size() - at));
      case 3 -> Bytes.concat(honest.slice(0, at), honest.slice(at + 1, honest.size() - at - 1));
      default -> {
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield Bytes.wrap(flipped);
      }
    };
  }
}
