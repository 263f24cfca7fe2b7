package weft.rollup.execution;

/// How far the rollup's blocks are committed to: soft (final in consensus) and firm (on the data
/// availability layer). Soft is never behind firm, and neither ever goes back.
public record CommitmentState(BlockMetadata soft, BlockMetadata firm) {
  public CommitmentState {
    if (soft.number() < firm.number()) {
      throw new IllegalArgumentException(
          "soft " + soft.number() + " must not be behind firm " + firm.number());
    }
  }
}
