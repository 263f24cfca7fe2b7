package weft.chain.block;

import weft.ledger.state.UpgradeRecord;

/// The validators agreed on software for this height that is not the one that runs here. The node
/// must stop; nothing committed is lost.
public final class UpgradeRequiredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UpgradeRequiredException(UpgradeRecord upgrade, long height) {
    super(
        "the upgrade \""
            + upgrade.name()
            + "\" ("
            + upgrade.hash()
            + ") is required from height "
            + upgrade.activationHeight()
            + " on, and this software does not have it, so it cannot go on with height "
            + height
            + ". Stop the node, install the software of the upgrade, and start it again with the"
            + " same data directory.");
  }
}
