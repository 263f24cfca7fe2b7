package weft.cli.market;

import java.util.List;
import java.util.SplittableRandom;
import weft.examples.amm.AmmRollup;
import weft.examples.amm.ArbitrageBot;
import weft.examples.amm.ArbitrageConfig;
import weft.examples.amm.TraderBot;
import weft.examples.amm.TraderConfig;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WeftClient;

/// The traffic makers: traders on both markets, and one that profits from the gap.
public final class Bots implements AutoCloseable {
  private static final int SWAPS_PER_TRADER_AND_SECOND = 20;
  private static final int LEAST_TRADERS = 4;
  private static final int MAX_SWAP_BPS = 20;
  private static final int GARBAGE_PER_MILLE = 5;
  private static final long MIN_PROFIT = 100;
  private static final long ARBITRAGE_PAUSE_MS = 250;
  private static final int SETTLE_BLOCKS = 20;

  private final TraderBot traders;
  private final ArbitrageBot arbitrage;

  private Bots(TraderBot traders, ArbitrageBot arbitrage) {
    this.traders = traders;
    this.arbitrage = arbitrage;
  }

  /// Starts them.
  ///
  /// @param ratePerSecond swaps per second over both markets
  public static Bots start(
      WeftClient client, List<AmmRollup> markets, int ratePerSecond, long seed, Traffic traffic) {
    int count =
        Math.clamp(
            ratePerSecond / SWAPS_PER_TRADER_AND_SECOND, LEAST_TRADERS, Accounts.MOST_TRADERS);
    TraderBot traders =
        TraderBot.start(
            new TraderConfig(
                Accounts.tradingPayer(),
                Accounts.traders(count),
                ratePerSecond,
                MAX_SWAP_BPS,
                GARBAGE_PER_MILLE,
                new SplittableRandom(seed).nextLong(),
                WalletConfig.defaults()),
            client,
            markets,
            traffic);
    ArbitrageBot arbitrage =
        ArbitrageBot.start(
            new ArbitrageConfig(
                Accounts.arbitragePayer(),
                Accounts.arbitrageTrader(),
                MIN_PROFIT,
                ARBITRAGE_PAUSE_MS,
                SETTLE_BLOCKS,
                WalletConfig.defaults()),
            client,
            markets.get(0),
            markets.get(1),
            traffic);
    return new Bots(traders, arbitrage);
  }

  /// Swaps that the traders have sent, refused ones included.
  public long swaps() {
    return traders.counters().sent();
  }

  /// Ends sending; what is in flight goes on.
  public void stop() {
    traders.stop();
    arbitrage.stop();
  }

  @Override
  public void close() {
    traders.close();
    arbitrage.close();
  }
}
