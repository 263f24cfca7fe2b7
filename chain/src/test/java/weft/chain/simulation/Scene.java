package weft.chain.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import weft.chain.fixture.TestNetwork;
import weft.primitives.Address;

/// A network to simulate, and which of its validators are Byzantine: together always less than a
/// third of power.
///
/// @param isForgetful whether whoever misses a few blocks is jailed; nobody is Byzantine then, as
///   the jailing of honest validators could leave them a third
record Scene(TestNetwork network, Set<Address> byzantine, boolean isForgetful) {
  private static final int ACCOUNTS = 5;

  /// Members that may join.
  private static final int OTHERS = 2;

  private static final List<List<Long>> POWERS =
      List.of(
          List.of(10L, 10L, 10L, 10L),
          List.of(10L, 10L, 10L, 10L, 10L, 10L, 10L),
          List.of(40L, 30L, 20L, 10L, 10L),
          List.of(10L, 10L, 10L));

  /// Networks of earlier seeds: their keys take long to make.
  private static final Map<String, TestNetwork> NETWORKS = new ConcurrentHashMap<>();

  static Scene of(SplittableRandom random) {
    List<Long> powers = POWERS.get(Math.max(0, random.nextInt(8) - 4));
    boolean isForgetful = random.nextInt(4) == 0;
    Map<String, String> parameters =
        Map.of(
            "block.max-bytes", "65536",
            "validator.unbonding-blocks", "3",
            "validator.jail-blocks", "1",
            "validator.max-missed-blocks", isForgetful ? "2" : "1000");
    TestNetwork network =
        NETWORKS.computeIfAbsent(
            powers + " " + isForgetful, _ -> TestNetwork.of(powers, OTHERS, ACCOUNTS, parameters));
    boolean isPeaceful = isForgetful || random.nextInt(3) == 0;
    return new Scene(
        network, isPeaceful ? Set.of() : byzantine(network, powers, random), isForgetful);
  }

  private static Set<Address> byzantine(
      TestNetwork network, List<Long> powers, SplittableRandom random) {
    long total = powers.stream().mapToLong(Long::longValue).sum();
    long power = 0;
    List<Integer> order = new ArrayList<>();
    for (int index = 0; index < powers.size(); index++) {
      order.add(random.nextInt(order.size() + 1), index);
    }
    Set<Address> chosen = new TreeSet<>();
    for (int index : order) {
      if (3 * (power + powers.get(index)) < total) {
        power += powers.get(index);
        chosen.add(network.members().get(index).address());
      }
    }
    return chosen;
  }
}
