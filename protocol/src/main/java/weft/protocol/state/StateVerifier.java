package weft.protocol.state;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.TrustedValidator;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.verdict.Verdict;

/// Checks what a node says about the state, without any node; rules `STATE-n` of
/// docs/protocol/state.md. Nothing here throws on hostile input.
public final class StateVerifier {
  private StateVerifier() {}

  /// Checks that a key has its value, or none, in the state after a block that the validator
  /// vouches for.
  ///
  /// @param key the key that was asked for
  public static Verdict<VerifiedState> verify(
      StateProof proof, Bytes key, TrustedValidator trusted) {
    return verify(proof, key, AnchorCheck.of(trusted));
  }

  /// The same with a check of the anchor of the caller's choice.
  public static Verdict<VerifiedState> verify(StateProof proof, Bytes key, AnchorCheck anchors) {
    if (!proof.key().equals(key)) {
      return Verdict.invalid("STATE-12", "the proof is about key " + proof.key() + ", not " + key);
    }
    return anchors.check(proof.anchor()).then(anchor -> verifyUnder(anchor, proof));
  }

  private static Verdict<VerifiedState> verifyUnder(VerifiedAnchor anchor, StateProof proof) {
    return switch (ProofDecoding.decode(proof.ics23())) {
      case ProofDecoding.Malformed(int offset, String reason) ->
          Verdict.invalid("STATE-13", "the proof is malformed at byte " + offset + ": " + reason);
      case ProofDecoding.Decoded(TreeProof tree) ->
          verifyTree(anchor.appHash(), proof, tree)
              .then(_ -> Verdict.valid(new VerifiedState(proof.key(), proof.value(), anchor)));
    };
  }

  private static Verdict<TreeProof> verifyTree(Hash32 root, StateProof proof, TreeProof tree) {
    return proof.value().isPresent()
        ? TreeVerifier.verifyPresent(root, proof.key(), proof.value().get(), tree)
        : TreeVerifier.verifyAbsent(root, proof.key(), tree);
  }
}
