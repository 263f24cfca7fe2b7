package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;

/// The real engine drives a small application through this server.
final class CometBftTest {
  @TempDir Path folder;

  private final KvApplication application = new KvApplication();
  private final CallRecorder recorder = new CallRecorder(application);
  private Path program = Path.of("cometbft");

  @BeforeEach
  void findProgram() {
    program = EngineBinaries.cometBft();
  }

  private static void awaitOf(EngineProcess engine, Callable<Boolean> condition)
      throws IOException {
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(
              ConnectException.class) // Its RPC begins later than its blocks.
          .until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(engine.log(), e);
    }
  }

  @Test
  void aValidatorMakesBlocksAndGoesOnAfterEachKill() throws Exception {
    try (ServerFixture fixture = ServerFixture.at(folder, recorder);
        EngineProcess engine =
            EngineProcess.validator(program, folder.resolve("home"), fixture.server.address())) {
      engine.start();
      awaitOf(engine, () -> application.height() >= 2);
      awaitOf(engine, () -> engine.submit("first=1").contains("\"code\":0"));
      assertThat(engine.submit("nonsense")).contains("\"code\":1");
      awaitOf(engine, () -> application.value("first").equals("1"));
      awaitOf(engine, () -> application.height() >= 20);
      assertThat(recorder.count(Call.Kind.REAP_TXS)).isPositive();
      for (int kills = 1; kills <= 3; kills++) {
        int expected = kills;
        engine.kill();
        awaitOf(engine, () -> recorder.count(Call.Kind.DISCONNECTED) == expected);
        fixture.awaitConnections(0);
        long height = application.height();
        engine.start();
        awaitOf(engine, () -> application.height() >= height + 5);
      }
      awaitOf(engine, () -> engine.submit("last=2").contains("\"code\":0"));
      awaitOf(engine, () -> application.value("last").equals("2"));
      assertThat(application.value("first")).isEqualTo("1");
      assertThat(fixture.faults).isEmpty();
    }
    assertThat(recorder.count(Call.Kind.PREPARE_PROPOSAL)).isPositive();
    assertThat(recorder.count(Call.Kind.EXTEND_VOTE)).isGreaterThanOrEqualTo(35);
    assertThat(recorder.count(Call.Kind.INIT_CHAIN)).isEqualTo(1);
    assertThat(Grammar.violation(recorder.calls())).isEmpty();
  }

  @Test
  void aTransactionOfAnotherNodeReachesTheProposer() throws Exception {
    KvApplication other = new KvApplication();
    CallRecorder otherRecorder = new CallRecorder(other);
    Path otherFolder = Files.createDirectory(folder.resolve("2"));
    try (ServerFixture fixture = ServerFixture.at(folder, recorder);
        ServerFixture otherFixture = ServerFixture.at(otherFolder, otherRecorder);
        EngineProcess validator =
            EngineProcess.validator(program, folder.resolve("home"), fixture.server.address());
        EngineProcess follower =
            EngineProcess.follower(
                otherFolder.resolve("home"), otherFixture.server.address(), validator)) {
      validator.start();
      follower.start(validator.peerAddress());
      // Refused until the follower has caught up.
      awaitOf(follower, () -> follower.submit("far=away").contains("\"code\":0"));
      awaitOf(follower, () -> other.value("far").equals("away"));
      awaitOf(validator, () -> application.value("far").equals("away"));
      assertThat(recorder.count(Call.Kind.CHECK_TX)).isZero();
      assertThat(recorder.count(Call.Kind.INSERT_TX)).isEqualTo(1);
      assertThat(otherRecorder.count(Call.Kind.CHECK_TX)).isEqualTo(1);
      assertThat(otherRecorder.count(Call.Kind.PREPARE_PROPOSAL)).isZero();
      assertThat(Grammar.violation(recorder.calls())).isEmpty();
      assertThat(Grammar.violation(otherRecorder.calls())).isEmpty();
    }
  }

  @Test
  void anEngineEndsItselfWhenTheApplicationFails() throws Exception {
    KvApplication failing =
        new KvApplication() {
          @Override
          public synchronized ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
            if (request.getHeight() == 3) {
              throw new IllegalStateException("height 3 does not add up");
            }
            return super.finalizeBlock(request);
          }
        };
    try (ServerFixture fixture = ServerFixture.at(folder, failing);
        EngineProcess engine =
            EngineProcess.validator(program, folder.resolve("home"), fixture.server.address())) {
      engine.start();
      awaitOf(engine, () -> !fixture.faults.isEmpty());
      assertThat(fixture.faults)
          .singleElement()
          .hasToString("java.lang.IllegalStateException: height 3 does not add up");
      assertThat(engine.hasEndedWithin(30)).isTrue();
      assertThat(failing.height()).isEqualTo(2);
    }
  }
}
