package weft.cli.market;

import java.util.ArrayList;
import java.util.List;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.examples.amm.BotKeys;
import weft.primitives.Address;
import weft.primitives.PrivateKey;

/// Who does what on the markets. `dev:0` stays free for the person who watches.
public final class Accounts {
  /// Keys that trade at most; the genesis of both rollups funds them all.
  public static final int MOST_TRADERS = 64;

  private static final int BUILDERS = 2;
  private static final String SEED = "weft-devnet";

  private Accounts() {}

  public static PrivateKey rollupOwner(int index) {
    return DevelopmentKeys.account(1 + index);
  }

  public static PrivateKey tradingPayer() {
    return DevelopmentKeys.account(3);
  }

  public static PrivateKey arbitragePayer() {
    return DevelopmentKeys.account(4);
  }

  public static PrivateKey builderPayer(int index) {
    return DevelopmentKeys.account(5 + index);
  }

  public static PrivateKey builderTrader(int index) {
    return BotKeys.key(SEED, "builder/" + index);
  }

  public static PrivateKey arbitrageTrader() {
    return BotKeys.key(SEED, "arbitrage");
  }

  public static List<PrivateKey> traders(int count) {
    return BotKeys.traders(SEED, count);
  }

  /// Everybody whom the rollups' genesis gives tokens.
  public static List<Address> funded() {
    List<PrivateKey> keys = new ArrayList<>(traders(MOST_TRADERS));
    keys.add(arbitrageTrader());
    for (int i = 0; i < BUILDERS; i++) {
      keys.add(builderTrader(i));
    }
    return BotKeys.addresses(keys);
  }
}
