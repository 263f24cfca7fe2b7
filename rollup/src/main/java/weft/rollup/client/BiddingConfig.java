package weft.rollup.client;

import java.util.Optional;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// How bids are signed.
///
/// @param bidChannel channel of the bids
/// @param firstPayloadChannel first of the channels of the transactions with payloads; a bid takes
///   one in which nothing waits
/// @param payloadChannels how many those are: the most bids with payloads of their own that wait at
///   once
/// @param feeHeadroom maximum fee as a multiple of what the next block would charge
/// @param maxFeeCap never signs a higher maximum fee
/// @param feeAsset empty: the chain's default asset; a bid's fee is paid from the bond in it
/// @param refreshMs age from which fees are asked for again
public record BiddingConfig(
    long bidChannel,
    long firstPayloadChannel,
    int payloadChannels,
    int feeHeadroom,
    Amount maxFeeCap,
    Optional<AssetId> feeAsset,
    long refreshMs) {

  /// Bids in channel 1, payloads in channels 2 to 17.
  public static final BiddingConfig DEFAULTS =
      new BiddingConfig(1, 2, 16, 2, Amount.MAX, Optional.empty(), 1_000);

  public BiddingConfig {
    if (payloadChannels < 1 || feeHeadroom < 1) {
      throw new IllegalArgumentException("payload channels and headroom are at least 1");
    }
    if (bidChannel >= firstPayloadChannel && bidChannel < firstPayloadChannel + payloadChannels) {
      throw new IllegalArgumentException("bids and payloads have channels of their own");
    }
  }

  public BiddingConfig withBidChannel(long channel) {
    return new BiddingConfig(
        channel, firstPayloadChannel, payloadChannels, feeHeadroom, maxFeeCap, feeAsset, refreshMs);
  }

  /// Bids in one channel, payloads in those above it.
  public BiddingConfig withChannelsFrom(long first) {
    return new BiddingConfig(
        first, first + 1, payloadChannels, feeHeadroom, maxFeeCap, feeAsset, refreshMs);
  }

  public BiddingConfig withPayloadChannels(long first, int count) {
    return new BiddingConfig(bidChannel, first, count, feeHeadroom, maxFeeCap, feeAsset, refreshMs);
  }
}
