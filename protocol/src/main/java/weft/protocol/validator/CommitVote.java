package weft.protocol.validator;

import weft.primitives.Address;
import weft.primitives.Bytes;

/// One validator's part in the commit of a block.
///
/// @param validator its consensus address
public record CommitVote(
    Address validator, long power, Kind kind, Bytes extension, Bytes signature) {

  /// What it voted.
  public enum Kind {
    /// No vote was seen.
    ABSENT(1),
    /// For the block, with an extension and CometBFT's signature over it.
    COMMIT(2),
    /// For no block.
    NIL(3),
    /// For the block; the proposer left its extension out.
    COMMIT_WITHOUT_EXTENSION(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    public boolean isForBlock() {
      return this == COMMIT || this == COMMIT_WITHOUT_EXTENSION;
    }
  }

  /// A vote without an extension.
  public static CommitVote without(Address validator, long power, Kind kind) {
    return new CommitVote(validator, power, kind, Bytes.EMPTY, Bytes.EMPTY);
  }
}
