package weft.protocol.comet;

import weft.primitives.Bytes;

/// What a validator signs when it votes for a block: CometBFT's `CanonicalVote` of a precommit,
/// after its length.
public final class PrecommitSignBytes {
  private static final int PRECOMMIT = 2;

  private PrecommitSignBytes() {}

  /// The bytes under the vote's signature.
  ///
  /// @param chainId the text by which CometBFT knows the chain
  /// @param round in which the vote was cast, from 0 on
  /// @param blockId [CometBlockId#NONE] for a vote for no block
  /// @param time the validator's clock
  public static Bytes of(
      String chainId, long height, int round, CometBlockId blockId, CometTime time) {
    ProtoWriter vote = new ProtoWriter().varint(1, PRECOMMIT).fixed64(2, height).fixed64(3, round);
    if (!blockId.equals(CometBlockId.NONE)) {
      vote.message(4, blockId.encode());
    }
    return vote.message(5, time.encode()).bytes(6, Bytes.utf8(chainId)).toDelimited();
  }
}
