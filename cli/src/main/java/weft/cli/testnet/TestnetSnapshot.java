package weft.cli.testnet;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.cli.market.Snapshot;

/// One moment of a testnet.
///
/// @param attested heights so far
/// @param missed heights that too few attested
/// @param disturbed how many nodes, by kind; empty where none is to be
record TestnetSnapshot(
    Snapshot markets,
    List<NodeView> nodes,
    long attested,
    long missed,
    SortedMap<String, Long> disturbed) {
  TestnetSnapshot {
    nodes = List.copyOf(nodes);
    disturbed = new TreeMap<>(disturbed);
  }
}
