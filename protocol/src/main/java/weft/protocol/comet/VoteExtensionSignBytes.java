package weft.protocol.comet;

import weft.primitives.Bytes;

/// What a validator signs for its vote extension: CometBFT's `CanonicalVoteExtension` after its
/// length. It names neither block nor validator: all who send the same extension sign the same.
public final class VoteExtensionSignBytes {
  private VoteExtensionSignBytes() {}

  /// The bytes under the extension's signature.
  ///
  /// @param chainId the text by which CometBFT knows the chain
  /// @param height of the block that is voted for
  /// @param round in which the vote was cast, from 0 on
  public static Bytes of(String chainId, long height, int round, Bytes extension) {
    return new ProtoWriter()
        .bytes(1, extension)
        .fixed64(2, height)
        .fixed64(3, round)
        .bytes(4, Bytes.utf8(chainId))
        .toDelimited();
  }
}
