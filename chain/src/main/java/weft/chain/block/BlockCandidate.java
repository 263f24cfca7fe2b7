package weft.chain.block;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Bytes;

/// A block that an engine asks about.
///
/// @param timeMs the engine's time. A network's lanes have the time that follows from the votes
/// @param proposer on a network the consensus address of a validator
/// @param entries the preamble, on a network the votes for the block before, then the transactions
///   as sent
public record BlockCandidate(
    long height, long timeMs, Address proposer, List<Bytes> entries, EngineReport report) {
  public BlockCandidate {
    entries = List.copyOf(entries);
  }

  /// A candidate of an engine with one validator.
  public BlockCandidate(long height, long timeMs, Address proposer, List<Bytes> entries) {
    this(height, timeMs, proposer, entries, EngineReport.NONE);
  }
}
