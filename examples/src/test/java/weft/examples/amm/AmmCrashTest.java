package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.examples.amm.AmmFixture.EAST;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.ConductorConfig;

/// A rollup's process is killed at random moments; no lane block is executed twice or left out.
final class AmmCrashTest {
  private static final int ROUNDS = 8;
  private static final long CHILD_WAIT_S = 60;
  private static final long SEED = 42;

  /// The process that is killed: follows until it is.
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      Trust trusted = new FakeChain().trust();
      AmmConfig config = AmmFixture.config(EAST, Optional.of(Path.of(args[1])));
      try (WeftClient client = WeftClient.connect(args[0]);
          AmmRollup rollup =
              AmmRollup.start(
                  config,
                  client.lanes(),
                  trusted,
                  ConductorConfig.defaults(),
                  (_, block, _) -> System.out.println(block.number()))) {
        while (System.in.read() >= 0) {
          // The parent never writes; its end ends this process too.
        }
        System.err.println(rollup.state());
      }
    }
  }

  @Test
  void continuesExactlyWhereItWasKilled(@TempDir Path directory) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    FakeChain chain = new FakeChain();
    try (FakeNode node = FakeNode.start(chain)) {
      node.maxRange(3);
      for (int round = 0; round < ROUNDS; round++) {
        Process child = child(node.target(), directory);
        long blocks = 15L + random.nextInt(30);
        for (int i = 0; i < blocks; i++) {
          chain.append(EAST, AmmFixture.entries(random, EAST, 20));
        }
        long wanted = chain.laneHeight(EAST) - random.nextLong(blocks);
        try {
          readUntil(child, wanted);
        } finally {
          child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
      AmmSnapshot survivor = catchUp(chain, node, AmmFixture.config(EAST, Optional.of(directory)));
      AmmSnapshot undisturbed = catchUp(chain, node, AmmFixture.config(EAST, Optional.empty()));
      assertThat(survivor.stateRoot()).as("seed %d", SEED).isEqualTo(undisturbed.stateRoot());
      assertThat(survivor.block()).isEqualTo(chain.laneHeight(EAST));
      assertThat(survivor.pools()).isEqualTo(undisturbed.pools());
    }
  }

  private static Process child(String target, Path directory) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                target,
                directory.toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Reads the numbers of executed blocks until one is reached. A child that does not come there in
  /// time is killed, which ends its output.
  private static void readUntil(Process child, long wanted) throws IOException {
    CompletableFuture.delayedExecutor(CHILD_WAIT_S, TimeUnit.SECONDS)
        .execute(child::destroyForcibly);
    try (var lines = child.inputReader()) {
      long last = -1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long number = Long.parseLong(line);
        assertThat(last == -1 || number == last + 1).as("%d after %d", number, last).isTrue();
        last = number;
        if (number >= wanted) {
          return;
        }
      }
      throw new AssertionError("the rollup ended by itself, or took too long, at block " + last);
    }
  }

  private static AmmSnapshot catchUp(FakeChain chain, FakeNode node, AmmConfig config)
      throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (WeftClient client = WeftClient.connect(node.target());
        AmmRollup rollup =
            AmmRollup.start(
                config,
                client.lanes(),
                chain.trust(),
                ConductorConfig.defaults(),
                AmmListener.NONE)) {
      while (rollup.state().block() < chain.laneHeight(EAST)) {
        assertThat(System.nanoTime()).as("%s", rollup.state()).isLessThan(deadlineNs);
        Thread.onSpinWait();
      }
      assertThat(rollup.state().verified()).isTrue();
      return rollup.state();
    }
  }
}
