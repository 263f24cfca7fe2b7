package weft.protocol.light;

import weft.protocol.validator.ValidatorSet;

/// Where a reader starts: what it learnt once from a place that it trusts, such as the genesis file
/// or several people who run nodes.
///
/// @param height the first height that the set attests, from 1 on
/// @param validators who attest from that height on
/// @param timeMs when that was known, Unix time in milliseconds: the time of the block before, or
///   of genesis
public record TrustedPoint(long chainId, long height, ValidatorSet validators, long timeMs) {
  public TrustedPoint {
    if (chainId < 0 || height < 1 || timeMs < 0) {
      throw new IllegalArgumentException(
          "a trusted point has no negative numbers and a height of at least 1");
    }
  }
}
