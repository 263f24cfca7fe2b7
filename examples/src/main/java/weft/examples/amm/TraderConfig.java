package weft.examples.amm;

import java.util.List;
import weft.primitives.PrivateKey;
import weft.rollup.client.WalletConfig;

/// A trader bot.
///
/// @param payer pays Weft's fees, or is sponsored as the wallet's configuration says
/// @param traders keys of the accounts that swap; each has a Weft channel of its own
/// @param ratePerSecond swaps per second over all traders
/// @param maxSwapBps largest swap, in 1/10000 of the pool's reserve
/// @param garbagePerMille how many payloads in 1000 are random bytes, which the rollup skips
/// @param seed of the random choices
public record TraderConfig(
    PrivateKey payer,
    List<PrivateKey> traders,
    int ratePerSecond,
    int maxSwapBps,
    int garbagePerMille,
    long seed,
    WalletConfig wallet) {
  public TraderConfig {
    traders = List.copyOf(traders);
    if (traders.isEmpty() || ratePerSecond < 1 || maxSwapBps < 1) {
      throw new IllegalArgumentException("a trader bot has a trader, a rate and a swap size");
    }
    wallet = wallet.withChannels(traders.size());
  }
}
