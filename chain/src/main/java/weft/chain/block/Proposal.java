package weft.chain.block;

import java.util.List;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;

/// A block that every correct validator accepts, already executed.
///
/// @param dropped candidates that can no longer be included, with the reason; those that only found
///   the block or a lane full are not among them
/// @param leftBehind whether candidates that got no room wait for the next block
public record Proposal(ExecutedBlock block, List<Dropped> dropped, boolean leftBehind) {
  public Proposal {
    dropped = List.copyOf(dropped);
  }

  public record Dropped(Hash32 transactionHash, Refusal refusal) {}
}
