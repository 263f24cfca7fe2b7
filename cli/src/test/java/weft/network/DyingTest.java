package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.testnet.NodeProcess;
import weft.network.DyingApplication.Death;
import weft.network.DyingApplication.Moment;
import weft.node.NodeDirectory;
import weft.primitives.Hash32;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// A node dies between any two of its engine's calls, and goes on where it was: with the same
/// states, and with all that it acknowledged. One validator is the hard case, since no other one
/// helps it.
final class DyingTest {
  private static final List<String> EACH_HEIGHT =
      List.of("prepareProposal", "processProposal", "extendVote", "finalizeBlock", "commit");

  @TempDir private Path folder = Path.of(".");

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeThatDiedAroundTheDecisionGoesOn() throws Exception {
    dieAndGoOn(
        List.of(
            new Death("extendVote", Moment.AFTER, 2),
            new Death("finalizeBlock", Moment.BEFORE, 2),
            new Death("finalizeBlock", Moment.AFTER, 2),
            new Death("commit", Moment.AFTER, 2)));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeThatDiedBetweenAnyTwoCallsGoesOn() throws Exception {
    List<Death> deaths = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      deaths.add(new Death("initChain", moment, 1));
      deaths.add(new Death("info", moment, 1));
      for (String call : EACH_HEIGHT) {
        deaths.add(new Death(call, moment, 1));
        deaths.add(new Death(call, moment, 3));
      }
    }
    dieAndGoOn(deaths);
  }

  private void dieAndGoOn(List<Death> deaths) throws Exception {
    TestNetwork.requireEngine();
    Map<Long, Hash32> seen = new HashMap<>();
    List<NodeDirectory> directories;
    NetworkLoad load;
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), 1, Map.of(), Map.of())) {
      directories = network.directories();
      NodeProcess place = network.node(0);
      for (Death death : deaths) {
        if (death.call().equals("initChain")) {
          die(place, death);
        }
      }
      network.start();
      load = new NetworkLoad(network.nodes(), TestNetwork.account(1), 1);
      place.kill(NodeProcess.Part.BOTH);
      // Each one goes on where the one before died, until its own death.
      for (Death death : deaths) {
        if (!death.call().equals("initChain")) {
          remember(place, seen);
          die(place, death);
        }
      }
      remember(place, seen);
      place.start();
      assertThat(place.await(Collections.max(seen.keySet()) + 2, TestNetwork.WAIT_MS))
          .as(place.lastLines(30))
          .isTrue();
      load.close();
      network.awaitSettled();
    }
    System.out.println(Agreement.require(directories, List.of(load)));
    try (RocksNodeStore store =
        RocksNodeStore.open(directories.getFirst().store(), StoreSettings.defaults())) {
      seen.forEach(
          (height, hash) ->
              assertThat(store.block(height).orElseThrow().blockHash())
                  .as("block %d", height)
                  .isEqualTo(hash));
    }
  }

  private static void die(NodeProcess place, Death death) throws Exception {
    try (HurtProcess dying = new HurtProcess(place, "dies", death.toString())) {
      assertThat(dying.awaitEnd(TestNetwork.WAIT_MS))
          .as("%s; %s", death, place.log())
          .isEqualTo(DyingApplication.STATUS);
    }
  }

  private static void remember(NodeProcess place, Map<Long, Hash32> seen) {
    try (RocksNodeStore store =
        RocksNodeStore.open(place.directory().store(), StoreSettings.defaults())) {
      seen.put(store.head().height(), store.head().blockHash());
    }
  }
}
