package weft.chain.block;

import java.util.List;
import weft.ledger.validator.Misbehavior;
import weft.protocol.validator.ExtendedCommit;

/// What an engine with several validators says about a block besides its entries; the same on every
/// node that is asked about the block.
///
/// @param lastCommit the votes for the block before, without their extensions; none at height 1
/// @param misbehaviors what the block's evidence proves
public record EngineReport(ExtendedCommit lastCommit, List<Misbehavior> misbehaviors) {
  /// Of an engine with one validator.
  public static final EngineReport NONE = new EngineReport(ExtendedCommit.NONE, List.of());

  public EngineReport {
    misbehaviors = List.copyOf(misbehaviors);
  }
}
