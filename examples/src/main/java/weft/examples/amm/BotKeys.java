package weft.examples.amm;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;

/// Repeatable keys for development networks: whoever knows the seed owns the accounts.
public final class BotKeys {
  private BotKeys() {}

  public static PrivateKey key(String seed, String role) {
    return PrivateKey.fromSeed(Bytes.utf8(seed + "/" + role));
  }

  /// The keys of a number of traders.
  public static List<PrivateKey> traders(String seed, int count) {
    List<PrivateKey> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      keys.add(key(seed, "trader/" + i));
    }
    return keys;
  }

  public static List<Address> addresses(List<PrivateKey> keys) {
    return keys.stream().map(PrivateKey::address).toList();
  }
}
