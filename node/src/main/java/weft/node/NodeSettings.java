package weft.node;

import java.nio.file.Path;
import java.util.Optional;
import weft.engine.solo.BlockClock;
import weft.ledger.genesis.Genesis;
import weft.node.configuration.Configuration;
import weft.primitives.PrivateKey;

/// What a node starts from.
///
/// @param validator proposes and signs commits; must be the genesis validator
/// @param node signs receipts
/// @param storeDirectory empty: everything is kept in memory and gone at the end
/// @param clock wall time for receipts, and the beat of blocks
/// @param manualBlocks blocks only when [Node#produceBlock] is called, for tests
public record NodeSettings(
    Configuration configuration,
    Genesis genesis,
    PrivateKey validator,
    PrivateKey node,
    Optional<Path> storeDirectory,
    BlockClock clock,
    boolean manualBlocks) {}
