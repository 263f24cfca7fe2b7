package weft.rollup.client;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// How a wallet signs and sends.
///
/// @param channels how many channels it uses, from channel 0 on; as many transactions can be
///   submitted at the same time
/// @param maxInFlight most transactions per channel that are taken but not final
/// @param validityBlocks for how many blocks from now a transaction is valid
/// @param feeHeadroom maximum fee as a multiple of what the next block would charge
/// @param maxFeeCap never signs a higher maximum fee, whatever the node asks for
/// @param tip paid to the proposer on top; zero where a sponsor pays
/// @param sponsor whose sponsorship pays, if any
/// @param feeAsset empty: the chain's default asset
/// @param refreshMs age from which height and fees are asked for again
/// @param roomWaitMs longest wait for room when too many transactions are in flight
public record WalletConfig(
    int channels,
    int maxInFlight,
    long validityBlocks,
    int feeHeadroom,
    Amount maxFeeCap,
    Amount tip,
    Optional<Address> sponsor,
    Optional<AssetId> feeAsset,
    long refreshMs,
    long roomWaitMs) {

  public WalletConfig {
    if (channels < 1 || maxInFlight < 1 || validityBlocks < 1 || feeHeadroom < 1) {
      throw new IllegalArgumentException(
          "channels, in flight, validity and headroom are at least 1");
    }
    if (sponsor.isPresent() && !tip.isZero()) {
      throw new IllegalArgumentException("a sponsor pays no tips; the tip is " + tip);
    }
  }

  public static WalletConfig defaults() {
    return new WalletConfig(
        4, 32, 300, 2, Amount.MAX, Amount.ZERO, Optional.empty(), Optional.empty(), 1_000, 5_000);
  }

  public WalletConfig withChannels(int count) {
    return new WalletConfig(
        count,
        maxInFlight,
        validityBlocks,
        feeHeadroom,
        maxFeeCap,
        tip,
        sponsor,
        feeAsset,
        refreshMs,
        roomWaitMs);
  }

  public WalletConfig withSponsor(Address payer) {
    return new WalletConfig(
        channels,
        maxInFlight,
        validityBlocks,
        feeHeadroom,
        maxFeeCap,
        tip,
        Optional.of(payer),
        feeAsset,
        refreshMs,
        roomWaitMs);
  }

  public WalletConfig withValidityBlocks(long blocks) {
    return new WalletConfig(
        channels,
        maxInFlight,
        blocks,
        feeHeadroom,
        maxFeeCap,
        tip,
        sponsor,
        feeAsset,
        refreshMs,
        roomWaitMs);
  }

  public WalletConfig withTip(Amount amount) {
    return new WalletConfig(
        channels,
        maxInFlight,
        validityBlocks,
        feeHeadroom,
        maxFeeCap,
        amount,
        sponsor,
        feeAsset,
        refreshMs,
        roomWaitMs);
  }
}
