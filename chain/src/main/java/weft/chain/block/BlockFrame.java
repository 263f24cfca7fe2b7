package weft.chain.block;

import java.util.Optional;
import java.util.SortedSet;
import weft.ledger.execution.BlockContext;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.Preamble;

/// What stands around a block's transactions: their context, and the entries before them.
///
/// @param votes a network's second entry
/// @param report what the engine says about the block
/// @param attestedBids hashes of the bids that more than a third of power reported for the block
record BlockFrame(
    BlockContext context,
    Optional<Bytes> votes,
    EngineReport report,
    SortedSet<Hash32> attestedBids) {

  /// A frame, or the rule against it.
  sealed interface Result {}

  record Framed(BlockFrame frame) implements Result {}

  record Broken(Validation.Rejected rejected) implements Result {}

  /// How many entries come before the transactions.
  int entries() {
    return votes.isPresent() ? 2 : 1;
  }

  /// What these entries take in an engine's block.
  long bytes(int entryOverheadBytes) {
    return (long) Preamble.SIZE
        + votes.map(Bytes::size).orElse(0)
        + (long) entries() * entryOverheadBytes;
  }
}
