package weft.node;

import java.nio.file.Path;
import java.util.Optional;
import weft.engine.solo.BlockClock;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.Configuration;
import weft.primitives.PrivateKey;

/// What a node starts from.
///
/// @param validator proposes and signs commits; the genesis validator of a chain with one, absent
///   on a network
/// @param network what a network's node needs besides; absent with one validator
/// @param node signs receipts
/// @param storeDirectory empty: everything is kept in memory and gone at the end
/// @param clock wall time for receipts, and the beat of blocks
/// @param manualBlocks blocks only when [Node#produceBlock] is called, for tests
public record NodeSettings(
    Configuration configuration,
    Genesis genesis,
    Optional<PrivateKey> validator,
    Optional<NetworkSettings> network,
    PrivateKey node,
    Optional<Path> storeDirectory,
    BlockClock clock,
    boolean manualBlocks) {

  /// A node of a chain with one validator.
  public NodeSettings(
      Configuration configuration,
      Genesis genesis,
      PrivateKey validator,
      PrivateKey node,
      Optional<Path> storeDirectory,
      BlockClock clock,
      boolean manualBlocks) {
    this(
        configuration,
        genesis,
        Optional.of(validator),
        Optional.empty(),
        node,
        storeDirectory,
        clock,
        manualBlocks);
  }

  /// A node of a network.
  public NodeSettings(
      Configuration configuration,
      Genesis genesis,
      NetworkSettings network,
      PrivateKey node,
      Path storeDirectory,
      BlockClock clock) {
    this(
        configuration,
        genesis,
        Optional.empty(),
        Optional.of(network),
        node,
        Optional.of(storeDirectory),
        clock,
        false);
  }
}
