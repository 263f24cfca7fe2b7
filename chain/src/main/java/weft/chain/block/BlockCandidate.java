package weft.chain.block;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Bytes;

/// A block that an engine asks about.
///
/// @param entries the preamble, then the transactions as sent
public record BlockCandidate(long height, long timeMs, Address proposer, List<Bytes> entries) {
  public BlockCandidate {
    entries = List.copyOf(entries);
  }
}
