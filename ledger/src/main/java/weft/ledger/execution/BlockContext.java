package weft.ledger.execution;

import java.util.List;
import weft.ledger.validator.LastVote;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;

/// What a block's transactions are executed against besides the state.
///
/// @param proposer where the chain has one validator, its address; on a network the consensus
///   address of the validator that proposed, whose operator earns the proposer's share
/// @param lastVotes one for each validator of the set that voted for the block before; empty in the
///   first block, and where the chain has one validator
/// @param misbehaviors what the engine's evidence in this block proves; empty where the chain has
///   one validator
public record BlockContext(
    long height,
    long timeMs,
    Address proposer,
    List<LastVote> lastVotes,
    List<Misbehavior> misbehaviors) {
  public BlockContext {
    lastVotes = List.copyOf(lastVotes);
    misbehaviors = List.copyOf(misbehaviors);
  }

  /// The context of a block of a chain with one validator.
  public BlockContext(long height, long timeMs, Address proposer) {
    this(height, timeMs, proposer, List.of(), List.of());
  }
}
