package weft.rollup.client;

import weft.protocol.refusal.Refusal;
import weft.protocol.state.StateProof;
import weft.protocol.state.VerifiedState;

/// What became of a verified read of the state.
public sealed interface StateRead {

  /// The key's value, or that it has none, with the block that it is proven for.
  record Verified(VerifiedState state) implements StateRead {}

  /// The node did not answer the question.
  record Refused(Refusal refusal) implements StateRead {}

  /// What the node sent proves nothing: it lies, or follows another chain.
  ///
  /// @param rule the broken rule of docs/protocol, such as `STATE-15`
  /// @param reason one sentence for a person
  /// @param proof what the node sent, as evidence
  record Disproven(String rule, String reason, StateProof proof) implements StateRead {}
}
