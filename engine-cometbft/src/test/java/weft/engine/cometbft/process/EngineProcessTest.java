package weft.engine.cometbft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.LocalEngine;
import weft.engine.cometbft.process.EngineHealth.ConsensusFailed;
import weft.engine.cometbft.process.EngineHealth.CrashLooping;

/// The real engine, of a network of one validator with an application that is built into it.
final class EngineProcessTest {
  private static final RestartPolicy QUICK = new RestartPolicy(50, 200, 60_000, 20_000);

  @TempDir private Path folder;

  private static long awaitPid(EngineProcess process) {
    return await()
        .atMost(TestEngine.PATIENCE)
        .until(() -> process.run().pid(), OptionalLong::isPresent)
        .getAsLong();
  }

  private static void signal(String signal, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /// What a watch says at once, of an engine that answers.
  private static EngineHealth health(EngineProcess process) {
    return new EngineWatch(
            process::run, () -> 0, () -> Optional.of(false), () -> false, System::nanoTime, 30_000)
        .health();
  }

  private Process byHand(EngineBinary binary, TestEngine engine) throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.path().toString()));
    command.addAll(Leftovers.words(engine.home()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("by-hand.log").toFile())
        .start();
  }

  @Test
  void anEngineThatIsKilledIsStartedAgain() throws IOException, InterruptedException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore");
        EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
      long before = engine.awaitHeightAbove(2);
      long pid = awaitPid(process);
      signal("KILL", pid);
      await().atMost(TestEngine.PATIENCE).until(() -> process.run().restarts() == 1);
      assertThat(engine.awaitHeightAbove(before)).isGreaterThan(before);
      assertThat(process.run().lastEnd()).contains("ended by signal 9");
      assertThat(awaitPid(process)).isNotEqualTo(pid);
    }
  }

  @Test
  void closingEndsItInItsOwnTime() throws IOException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore")) {
      EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK);
      engine.awaitHeightAbove(1);
      long pid = awaitPid(process);
      long startedNs = System.nanoTime();
      process.close();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs))
          .isLessThan(QUICK.graceMs());
      assertThat(isAlive(pid)).isFalse();
      assertThat(process.run().restarts()).isZero();
      // Its own words at the end of an orderly stop.
      assertThat(Files.readString(engine.home().logFile())).contains("Closing statestore");
    }
  }

  @Test
  void anEngineThatDoesNotStopIsKilled() throws IOException, InterruptedException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore")) {
      EngineProcess process =
          EngineProcess.start(binary, engine.home(), new RestartPolicy(50, 200, 60_000, 300));
      engine.awaitHeightAbove(1);
      long pid = awaitPid(process);
      signal("STOP", pid);
      process.close();
      assertThat(isAlive(pid)).isFalse();
    }
  }

  @Test
  void aWrongConfigurationIsNamedAndTriedAgain() throws IOException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore")) {
      Path file = engine.home().configurationFile();
      Files.writeString(
          file,
          Files.readString(file).replaceFirst("timeout_commit = .*", "timeout_commit = \"soon\""));
      try (EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
        await().atMost(TestEngine.PATIENCE).until(() -> process.run().earlyEnds() >= 3);
        assertThat(process.run().lastEnd().orElseThrow())
            .contains("status 1")
            .contains("consensus.timeout_commit")
            .contains("invalid duration");
        assertThat(health(process))
            .isInstanceOfSatisfying(
                CrashLooping.class,
                health -> assertThat(health.reason()).contains("consensus.timeout_commit"));
      }
    }
  }

  @Test
  void aRestartOnDemandIsNoCrash() throws IOException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore");
        EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
      long before = engine.awaitHeightAbove(1);
      process.restart("consensus halted");
      engine.awaitHeightAbove(before);
      assertThat(process.run().earlyEnds()).isZero();
      assertThat(process.run().lastEnd()).contains("restarted: consensus halted");
    }
  }

  @Test
  void anEngineThatOutlivedWeftIsEnded() throws IOException, InterruptedException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore");
        TestEngine other = TestEngine.create(folder.resolve("home2"), "kvstore")) {
      Process leftover = byHand(binary, engine);
      Process stranger = byHand(binary, other);
      long before = engine.awaitHeightAbove(1);
      other.awaitHeightAbove(1);
      try (EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
        assertThat(leftover.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.awaitHeightAbove(before)).isGreaterThan(before);
        assertThat(awaitPid(process)).isNotEqualTo(leftover.pid());
      }
      assertThat(stranger.isAlive()).as("an engine of another folder").isTrue();
      stranger.destroyForcibly();
    }
  }

  @Test
  void anEngineDoesNotOutliveAKilledWeft() throws IOException, InterruptedException {
    EngineBinary binary = LocalEngine.engine();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "kvstore")) {
      Process weft =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWeft.class.getName(),
                  binary.path().toString(),
                  engine.home().path().toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("weft.log").toFile())
              .start();
      long before = engine.awaitHeightAbove(1);
      List<ProcessHandle> orphans = Leftovers.of(engine.home());
      assertThat(orphans).hasSize(1);
      assertThatThrownBy(() -> EngineProcess.start(binary, engine.home(), QUICK))
          .isInstanceOf(EngineInUseException.class)
          .hasMessageContaining(engine.home().path().toString());
      weft.destroyForcibly().waitFor();
      try (EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
        awaitPid(process);
        assertThat(orphans).noneMatch(ProcessHandle::isAlive);
        assertThat(engine.awaitHeightAbove(before)).isGreaterThan(before);
      }
    }
  }

  @Test
  void anEngineEndsWithItsApplication() throws IOException, InterruptedException {
    EngineBinary binary = LocalEngine.engine();
    Path socket = Files.createTempDirectory("weft").resolve("app.sock");
    List<Process> applications = new ArrayList<>();
    try (TestEngine engine = TestEngine.create(folder.resolve("home"), "unix://" + socket);
        EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
      applications.add(application(socket));
      long before = engine.awaitHeightAbove(1);
      long pid = awaitPid(process);
      applications.getFirst().destroyForcibly().waitFor();
      await().atMost(TestEngine.PATIENCE).until(() -> !isAlive(pid));
      Files.deleteIfExists(socket);
      applications.add(application(socket));
      assertThat(engine.awaitHeightAbove(before)).isGreaterThan(before);
    } finally {
      applications.forEach(Process::destroyForcibly);
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }

  @Test
  void aHaltedConsensusIsNoticedAndEndsWithARestart() throws IOException {
    EngineBinary binary = LocalEngine.engine();
    Path socket = Files.createTempDirectory("weft").resolve("app.sock");
    try (EmptyApplication _ = new EmptyApplication(socket);
        TestEngine engine = TestEngine.create(folder.resolve("home"), "unix://" + socket);
        EngineProcess process = EngineProcess.start(binary, engine.home(), QUICK)) {
      await().atMost(TestEngine.PATIENCE).until(() -> process.run().consensusFailure().isPresent());
      long pid = awaitPid(process);
      assertThat(health(process))
          .isInstanceOfSatisfying(
              ConsensusFailed.class,
              failed ->
                  assertThat(failed.reason())
                      .startsWith("consensus failure: ")
                      .contains("UNKNOWN"));
      assertThat(isAlive(pid)).as("the engine lives on").isTrue();
      process.restart("its consensus halted");
      await()
          .atMost(TestEngine.PATIENCE)
          .until(() -> process.run().restarts() >= 1 && awaitPid(process) != pid);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }

  private Process application(Path socket) throws IOException {
    return new ProcessBuilder(
            LocalEngine.abciCli().toString(), "kvstore", "--address", "unix://" + socket)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("application.log").toFile())
        .start();
  }
}
