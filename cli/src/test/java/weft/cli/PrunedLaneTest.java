package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// Following a lane whose beginning the node no longer keeps: lane blocks 3 to 7 are left.
final class PrunedLaneTest {
  private static final int LANE_BLOCKS = 7;
  private static final int BLOCKS_APART = 20;
  private static final int EARLIEST_BLOCK = 51;
  private static final long WAIT_SECONDS = 60;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningNode node;

  @BeforeAll
  static void prune() {
    node =
        new RunningNode(
            Configuration.defaults().with(ConfigurationKey.RETENTION_KEEP_BLOCKS, "1"), true);
    done(node.run("rollup", "register", "pruned", "--no-wait"));
    node.blocks(BLOCKS_APART / 2);
    for (int i = 1; i <= LANE_BLOCKS; i++) {
      done(node.run("submit", "pruned", "--text", "text-" + i));
      node.blocks(BLOCKS_APART);
    }
    // Of 150 blocks the newest 100 stay.
    await()
        .atMost(WAIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> node.earliestHeight() == EARLIEST_BLOCK);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CommandRun done(CommandRun run) {
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  private static CommandRun follow(String... options) {
    String[] all = new String[options.length + 3];
    System.arraycopy(new String[] {"lane", "follow", "pruned"}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    return node.run(all);
  }

  @Test
  void theEarliestKeptLaneBlockCanBeTheFirst() {
    CommandRun run = done(follow("--from", "3", "--count", "3"));
    assertThat(run.out())
        .doesNotContain("text-2")
        .containsSubsequence("text-3", "text-4", "text-5")
        .doesNotContain("text-6");
    assertThat(done(follow("--from", "3", "--count", "1")).out())
        .contains("text-3")
        .doesNotContain("text-4");
  }

  @Test
  void aPrunedLaneBlockIsRefusedWithWhatIsKept() {
    CommandRun run = follow("--from", "2", "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("error").asString()).isEqualTo("lane-block-not-found");
    assertThat(run.json().get("message").asString()).contains("no lane block 2", "3 to 7");
  }

  @Test
  void theNextLaneBlockMayStillBeToCome() {
    assertThat(done(follow("--from", "8", "--for", "200ms")).err()).contains("0 lane blocks");
    assertThat(follow("--from", "9", "--for", "200ms").err()).contains("no lane block 9");
  }
}
