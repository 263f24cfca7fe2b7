package weft.chain.block;

import java.util.List;
import weft.ledger.validator.Misbehavior;
import weft.protocol.validator.CommitVote;
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

  /// What an engine says about a block that carries these votes.
  ///
  /// @param votes for the block before, with or without their extensions
  public static EngineReport of(ExtendedCommit votes, List<Misbehavior> misbehaviors) {
    return new EngineReport(
        new ExtendedCommit(
            votes.round(), votes.votes().stream().map(EngineReport::stripped).toList()),
        misbehaviors);
  }

  private static CommitVote stripped(CommitVote vote) {
    return CommitVote.without(
        vote.validator(),
        vote.power(),
        vote.kind().isForBlock() ? CommitVote.Kind.COMMIT_WITHOUT_EXTENSION : vote.kind());
  }
}
