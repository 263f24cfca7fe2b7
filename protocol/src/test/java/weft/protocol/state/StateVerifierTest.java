package weft.protocol.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.SampleBlocks;
import weft.protocol.SampleStates;
import weft.protocol.StateGen;
import weft.protocol.TamperedBlocks;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.verdict.Verdict;

class StateVerifierTest {
  private final SampleStates samples = new SampleStates();

  @Test
  void honestProofsAreValid() {
    for (StateGen state : List.of(samples.empty, samples.single, samples.before, samples.after)) {
      List<Bytes> keys = new ArrayList<>(state.keys());
      for (int account = 100; account < 140; account++) {
        keys.add(SampleStates.balance(account));
      }
      for (Bytes key : keys) {
        VerifiedState verified = valid(verify(samples.proof(state, key), key));
        assertThat(verified.key()).isEqualTo(key);
        assertThat(verified.value()).isEqualTo(Optional.ofNullable(state.get(key)));
        assertThat(verified.anchor().height()).isEqualTo(40);
        assertThat(verified.anchor().appHash()).isEqualTo(state.root());
      }
    }
  }

  @Test
  void everyTamperedPartIsRefused() {
    for (Bytes key : List.of(SampleStates.balance(3), SampleStates.balance(77))) {
      StateProof good = samples.proof(samples.after, key);
      List<StateProof> tampered = new ArrayList<>();
      for (SignedAnchor anchor : TamperedBlocks.anchors((SignedAnchor) good.anchor())) {
        tampered.add(new StateProof(anchor, key, good.value(), good.ics23()));
      }
      for (Bytes ics23 : TamperedBlocks.bytes(good.ics23())) {
        tampered.add(new StateProof(good.anchor(), key, good.value(), ics23));
      }
      for (Bytes other : TamperedBlocks.bytes(key)) {
        tampered.add(new StateProof(good.anchor(), other, good.value(), good.ics23()));
      }
      tampered.add(claiming(good, Optional.of(Bytes.EMPTY)));
      tampered.add(claiming(good, Optional.of(Bytes.utf8("other"))));
      good.value().ifPresent(_ -> tampered.add(claiming(good, Optional.empty())));
      Set<String> rules = new TreeSet<>();
      for (StateProof proof : tampered) {
        rules.add(ruleOf(verify(proof, key)));
      }
      assertThat(rules)
          .contains("BLOCK-4", "BLOCK-5", "STATE-12", "STATE-13", "STATE-14", "STATE-15");
    }
  }

  @Test
  void proofOfAnotherKeyIsRefused() {
    StateProof proof = samples.proof(samples.after, SampleStates.balance(3));
    assertThat(ruleOf(verify(proof, SampleStates.balance(4)))).isEqualTo("STATE-12");
  }

  @Test
  void stateRootBeforeTheBlockIsNotTheRootToUse() {
    Bytes key = SampleStates.balance(3);
    StateProof stale = samples.proof(samples.anchor(), samples.before, key);
    assertThat(ruleOf(verify(stale, key))).isEqualTo("STATE-15");
    StateProof fresh = samples.proof(samples.anchor(), samples.after, key);
    assertThat(verify(fresh, key).isValid()).isTrue();
  }

  @Test
  void otherTrustIsRefused() {
    Bytes key = SampleStates.balance(3);
    StateProof proof = samples.proof(samples.after, key);
    TrustedValidator trusted = samples.trusted();
    TrustedValidator otherChain = new TrustedValidator(trusted.chainId() + 1, trusted.validator());
    assertThat(ruleOf(StateVerifier.verify(proof, key, otherChain))).isEqualTo("BLOCK-3");
    TrustedValidator otherValidator = new TrustedValidator(SampleBlocks.CHAIN_ID, Address.ZERO);
    assertThat(ruleOf(StateVerifier.verify(proof, key, otherValidator))).isEqualTo("BLOCK-5");
  }

  @Test
  void malformedProofIsRefused() {
    Bytes key = SampleStates.balance(3);
    StateProof good = samples.proof(samples.after, key);
    for (Bytes bytes :
        List.of(
            Bytes.EMPTY,
            Bytes.utf8("proof"),
            good.ics23().slice(0, 20),
            ((SignedAnchor) good.anchor()).header())) {
      StateProof broken = new StateProof(good.anchor(), key, good.value(), bytes);
      assertThat(ruleOf(verify(broken, key))).isEqualTo("STATE-13");
    }
  }

  @Test
  void anotherClaimThanTheProofsIsRefused() {
    StateProof present = samples.proof(samples.after, SampleStates.balance(3));
    assertThat(ruleOf(verify(claiming(present, Optional.empty()), present.key())))
        .isEqualTo("STATE-14");
    assertThat(ruleOf(verify(claiming(present, Optional.of(Bytes.utf8("9"))), present.key())))
        .isEqualTo("STATE-14");
    StateProof absent = samples.proof(samples.after, SampleStates.balance(77));
    assertThat(ruleOf(verify(claiming(absent, Optional.of(Bytes.utf8("9"))), absent.key())))
        .isEqualTo("STATE-14");
    StateProof ofAnother =
        new StateProof(absent.anchor(), SampleStates.balance(78), Optional.empty(), absent.ics23());
    assertThat(ruleOf(verify(ofAnother, ofAnother.key()))).isEqualTo("STATE-14");
  }

  @Test
  void leafOffItsPathIsRefusedEvenFromTheValidator() {
    StateGen pair = new StateGen();
    List<Bytes> keys = new ArrayList<>();
    for (int account = 0; keys.size() < 2; account++) {
      Bytes key = SampleStates.balance(account);
      if (Sha256.hash(key).bit(0) == (keys.size() == 1)) {
        keys.add(key);
        pair.put(key, Bytes.utf8("v"));
      }
    }
    ExistenceProof honest = (ExistenceProof) pair.prove(keys.getFirst());
    Hash32 sibling = honest.path().getFirst().sibling();
    Hash32 leaf = new StateGen().put(keys.getFirst(), Bytes.utf8("v")).root();
    Hash32 swapped = StateGen.inner(sibling, leaf);
    ExistenceProof offPath =
        new ExistenceProof(honest.key(), honest.value(), List.of(new ProofStep(true, sibling)));
    StateProof proof =
        new StateProof(
            samples.anchor(pair.root(), swapped),
            honest.key(),
            Optional.of(honest.value()),
            offPath.toIcs23());
    assertThat(ruleOf(verify(proof, honest.key()))).isEqualTo("STATE-15");
  }

  @Test
  void neighboursMustEncloseTheKey() {
    Bytes left = samples.after.keys().get(4);
    Bytes right = samples.after.keys().get(5);
    for (Bytes present : List.of(left, right)) {
      assertThat(ruleOf(denied(present, left, right))).isEqualTo("STATE-16");
    }
    assertThat(ruleOf(denied(samples.after.keys().get(6), left, right))).isEqualTo("STATE-16");
    assertThat(ruleOf(denied(samples.after.keys().get(3), left, right))).isEqualTo("STATE-16");
  }

  @Test
  void neighboursMustBeAdjacent() {
    List<Bytes> keys = samples.after.keys();
    assertThat(ruleOf(denied(keys.get(4), keys.get(3), keys.get(5)))).isEqualTo("STATE-17");
    assertThat(ruleOf(denied(keys.get(4), keys.get(2), keys.get(8)))).isEqualTo("STATE-17");
    assertThat(ruleOf(denied(keys.get(4), keys.get(3), null))).isEqualTo("STATE-17");
    assertThat(ruleOf(denied(keys.get(4), null, keys.get(5)))).isEqualTo("STATE-17");
    assertThat(ruleOf(denied(keys.get(4), null, null))).isEqualTo("STATE-17");
  }

  private Verdict<VerifiedState> denied(Bytes key, @Nullable Bytes left, @Nullable Bytes right) {
    NonExistenceProof absence =
        new NonExistenceProof(
            key,
            left == null ? null : (ExistenceProof) samples.after.prove(left),
            right == null ? null : (ExistenceProof) samples.after.prove(right));
    StateProof proof = new StateProof(samples.anchor(), key, Optional.empty(), absence.toIcs23());
    return verify(proof, key);
  }

  private Verdict<VerifiedState> verify(StateProof proof, Bytes key) {
    return StateVerifier.verify(proof, key, samples.trusted());
  }

  private static StateProof claiming(StateProof proof, Optional<Bytes> value) {
    return new StateProof(proof.anchor(), proof.key(), value, proof.ics23());
  }

  private static VerifiedState valid(Verdict<VerifiedState> verdict) {
    return switch (verdict) {
      case Verdict.Valid<VerifiedState>(VerifiedState state) -> state;
      case Verdict.Invalid<VerifiedState> invalid -> throw new AssertionError(invalid.toString());
    };
  }

  private static String ruleOf(Verdict<VerifiedState> verdict) {
    return switch (verdict) {
      case Verdict.Invalid<VerifiedState>(String rule, String reason) -> {
        assertThat(reason).isNotEmpty();
        yield rule;
      }
      case Verdict.Valid<VerifiedState> valid ->
          throw new AssertionError("taken for valid: " + valid);
    };
  }
}
