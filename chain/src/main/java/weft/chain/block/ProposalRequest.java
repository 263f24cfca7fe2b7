package weft.chain.block;

import java.util.List;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;
import weft.protocol.validator.ExtendedCommit;

/// An engine's wish for a block.
///
/// @param maxBytes cap on all entries together, preamble and votes included, with the engine's
///   overhead for each; the chain's own cap applies too
/// @param entryOverheadBytes what the engine counts for an entry besides its bytes
/// @param candidates what may go in, best first; read until the block is full or it ends
/// @param lastCommit the votes for the block before, as this node knows them, with their extensions
/// @param misbehaviors what the block's evidence will prove
public record ProposalRequest(
    long height,
    long timeMs,
    Address proposer,
    long maxBytes,
    int entryOverheadBytes,
    Candidates candidates,
    ExtendedCommit lastCommit,
    List<Misbehavior> misbehaviors) {
  public ProposalRequest {
    misbehaviors = List.copyOf(misbehaviors);
  }

  /// The wish of an engine with one validator.
  public ProposalRequest(
      long height, long timeMs, Address proposer, long maxBytes, Candidates candidates) {
    this(height, timeMs, proposer, maxBytes, 0, candidates, ExtendedCommit.NONE, List.of());
  }
}
