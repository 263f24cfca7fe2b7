package weft.cli.testnet;

import java.util.List;
import weft.cli.market.Snapshot;

/// One moment of a testnet.
record TestnetSnapshot(Snapshot markets, List<NodeView> nodes) {
  TestnetSnapshot {
    nodes = List.copyOf(nodes);
  }
}
