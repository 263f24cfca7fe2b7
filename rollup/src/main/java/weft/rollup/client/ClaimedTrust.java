package weft.rollup.client;

import weft.protocol.block.TrustedValidator;
import weft.protocol.light.TrustedPoint;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;

/// Whom to believe if a node's word on that is believed, once. Better: take it from the genesis
/// file.
public final class ClaimedTrust {
  private ClaimedTrust() {}

  /// On a network, the validators that the chain began with, believed without end: whoever believes
  /// the node so far need not ask how old its word is.
  ///
  /// @throws NodeException if the node does not answer
  public static Checked<Trust> of(WeftClient client) {
    return switch (client.chain().nodeStatus()) {
      case Checked.Refused<NodeStatus>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<NodeStatus>(NodeStatus status) ->
          status.network().isPresent()
              ? network(client, status)
              : Checked.ok(Trust.of(new TrustedValidator(status.chainId(), status.validator())));
    };
  }

  private static Checked<Trust> network(WeftClient client, NodeStatus status) {
    return switch (client.chain().validators(true)) {
      case Checked.Refused<NetworkValidators>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<NetworkValidators>(NetworkValidators first) ->
          Checked.ok(
              new Trust.Network(
                  new TrustedPoint(
                      status.chainId(), first.height(), first.set(), status.blockTimeMs()),
                  Long.MAX_VALUE));
    };
  }
}
