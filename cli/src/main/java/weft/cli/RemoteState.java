package weft.cli;

import weft.ledger.state.StateReader;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.state.StateProof;
import weft.rollup.client.WeftClient;

/// The chain's state, key by key, as a node tells it: its word alone, and each key of the newest
/// block at that moment. `weft lane` and `weft attestation` commands verify; this is for looking.
public final class RemoteState {
  private RemoteState() {}

  /// Reads throw what [NodeOption#require] throws.
  public static StateReader of(WeftClient client) {
    return new StateReader(key -> read(client, key).value().orElse(null));
  }

  private static StateProof read(WeftClient client, Bytes key) {
    Checked<StateProof> answer = client.chain().proveState(key);
    if (answer instanceof Checked.Refused<StateProof>(Refusal refusal)
        && refusal.code() == RefusalCode.HEIGHT_NOT_FOUND) {
      throw new CliException(
          refusal.code().id(),
          "the chain has no block yet, so nothing vouches for its state",
          "Wait for the first one. On a network it takes more than two thirds of the power; /readyz"
              + " of a node says what is missing.");
    }
    return NodeOption.require(answer);
  }
}
