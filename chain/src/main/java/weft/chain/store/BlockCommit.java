package weft.chain.store;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import weft.ledger.state.StateChanges;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Bytes;
import weft.protocol.validator.ValidatorSet;

/// What one block writes. A store makes all of it durable, or none of it, before it returns.
///
/// @param treeChanges nodes of the authenticated tree to put, or (empty) to delete
/// @param nextValidators a network's set of the next height, where it differs from the one that
///   attests this block. Kept for good: whoever trusts the one set learns the other by it
/// @param handOver what shows the change of validators after the block before, where that block is
///   not attested nor ever will be: its seal with the signatures of more than a third of power,
///   which prove the change and nothing else
/// @param misbehaviors what the block's evidence proves, which stands in no entry of the block:
///   kept with it, so that the block can be executed again
public record BlockCommit(
    CommittedBlock block,
    StateChanges stateChanges,
    SortedMap<Bytes, Optional<Bytes>> treeChanges,
    Optional<ValidatorSet> nextValidators,
    Optional<BlockSeal.Network> handOver,
    List<Misbehavior> misbehaviors) {
  public BlockCommit {
    misbehaviors = List.copyOf(misbehaviors);
  }

  /// A block after which the same validators go on.
  public BlockCommit(
      CommittedBlock block,
      StateChanges stateChanges,
      SortedMap<Bytes, Optional<Bytes>> treeChanges) {
    this(block, stateChanges, treeChanges, Optional.empty(), Optional.empty(), List.of());
  }
}
