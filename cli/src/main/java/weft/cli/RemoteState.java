package weft.cli;

import weft.ledger.state.StateReader;
import weft.rollup.client.WeftClient;

/// The chain's state, key by key, as a node tells it: its word alone, and each key of the newest
/// block at that moment. `weft lane` and `weft attestation` commands verify; this is for looking.
public final class RemoteState {
  private RemoteState() {}

  /// Reads throw what [NodeOption#require] throws.
  public static StateReader of(WeftClient client) {
    return new StateReader(
        key -> NodeOption.require(client.chain().proveState(key)).value().orElse(null));
  }
}
