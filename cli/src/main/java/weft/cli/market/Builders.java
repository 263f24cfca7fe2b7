package weft.cli.market;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.examples.amm.AmmRollup;
import weft.examples.builder.Arbitrage;
import weft.examples.builder.BidPricing;
import weft.examples.builder.BuilderBot;
import weft.examples.builder.BuilderConfig;
import weft.examples.builder.Reversion;
import weft.examples.builder.Strategy;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.rollup.client.WeftClient;

/// The builders that compete for the heads of the lanes: one for both together, one for each alone.
public final class Builders implements AutoCloseable {
  private static final List<String> NAMES = List.of("arbitrage", "reversion");

  /// What a builder takes one silver to be worth, in the chain's units.
  private static final long UNITS_PER_SILVER = 1_000;

  /// Chosen so that each of them wins about as often as the other.
  private static final List<Integer> SHARES_BPS = List.of(9_000, 6_000);

  private static final Amount BOND = Amount.of(1_000_000_000L);

  private final List<BuilderBot> bots;

  private Builders(List<BuilderBot> bots) {
    this.bots = bots;
  }

  /// Starts them.
  ///
  /// @param validBlocks for how many blocks a bid stands
  public static Builders start(
      WeftClient client, List<AmmRollup> markets, int validBlocks, Traffic traffic) {
    List<Strategy> strategies = List.of(new Arbitrage(), new Reversion());
    List<BuilderBot> bots = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      bots.add(
          BuilderBot.start(
              new BuilderConfig(
                  NAMES.get(i),
                  Accounts.builderPayer(i),
                  Accounts.builderTrader(i),
                  strategies.get(i),
                  new BidPricing(UNITS_PER_SILVER, SHARES_BPS.get(i)),
                  BOND,
                  validBlocks),
              client,
              markets,
              traffic.ofBuilder()));
    }
    return new Builders(bots);
  }

  /// None at all.
  public static Builders none() {
    return new Builders(List.of());
  }

  /// The builders' names by the accounts that bid.
  public SortedMap<Address, String> names() {
    SortedMap<Address, String> names = new TreeMap<>();
    bots.forEach(bot -> names.put(bot.address(), bot.name()));
    return names;
  }

  /// What their holdings on the rollups grew by so far, in silver, by name.
  public SortedMap<String, Long> earned() {
    SortedMap<String, Long> earned = new TreeMap<>();
    bots.forEach(bot -> earned.put(bot.name(), bot.counters().earnedY()));
    return earned;
  }

  /// Ends bidding; what stands is followed to its end.
  public void stop() {
    bots.forEach(BuilderBot::stop);
  }

  @Override
  public void close() {
    bots.forEach(BuilderBot::close);
  }
}
