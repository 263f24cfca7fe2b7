package weft.engine.cometbft.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

final class EngineLogTest {
  @TempDir private Path folder;

  /// A line of CometBFT v0.40.0.
  @Test
  void routineIsDetail() {
    assertThat(
            LogLine.parse(
                "{\"_msg\":\"ABCI Replay Blocks\",\"appHeight\":0,\"level\":\"info\",\"module\":"
                    + "\"consensus\",\"stateHeight\":0,\"ts\":\"2026-11-26T05:30:49.027907936Z\"}"))
        .isEqualTo(
            new LogLine(
                Level.DEBUG,
                LogLine.Kind.ROUTINE,
                "consensus: ABCI Replay Blocks appHeight=0 stateHeight=0"));
  }

  @Test
  void errorsOfTheEngineAreWarningsOfWeft() {
    LogLine line =
        LogLine.parse(
            "{\"_msg\":\"dialing failed\",\"err\":\"a\\n"
                + "b\",\"level\":\"error\",\"module\":\"p2p\"}");
    assertThat(line)
        .isEqualTo(new LogLine(Level.WARN, LogLine.Kind.ERROR, "p2p: dialing failed err=a b"));
  }

  /// Its form: consensus/state.go of CometBFT v0.40.0.
  @Test
  void aHaltedConsensusIsAnError() {
    String whole =
        "{\"_msg\":\"CONSENSUS FAILURE!!!\",\"err\":\"wrong app"
            + " hash\",\"level\":\"error\",\"module\":\"consensus\",\"stack\":\"goroutine 1\\n"
            + "\"}";
    assertThat(LogLine.parse(whole))
        .isEqualTo(
            new LogLine(
                Level.ERROR, LogLine.Kind.CONSENSUS_FAILURE, "consensus failure: wrong app hash"));
    assertThat(LogLine.parse(whole.substring(0, whole.length() - 20)).kind())
        .isEqualTo(LogLine.Kind.CONSENSUS_FAILURE);
  }

  @Test
  void linesAreBoundedAndHaveNoControlCharacters() {
    for (String tooLong :
        List.of("x".repeat(5_000), "{\"_msg\":\"" + "x".repeat(5_000) + "\",\"level\":\"info\"}")) {
      assertThat(LogLine.parse(tooLong).text()).hasSize(LogLine.MAX_TEXT).endsWith("…");
    }
    assertThat(LogLine.parse("a\u001b[31mb\tc").text()).isEqualTo("a [31mb c");
    for (String odd : List.of("", "{", "{}", "[]", "null", "{\"level\":3,\"_msg\":{}}")) {
      assertThat(LogLine.parse(odd).text().length()).isLessThan(100);
    }
  }

  @Test
  void theRestOfALongLineIsLeftOut() throws IOException {
    BoundedLines lines =
        new BoundedLines(
            new ByteArrayInputStream("12345678\n\nab\nlast".getBytes(StandardCharsets.UTF_8)), 5);
    assertThat(lines.next()).contains("12345");
    assertThat(lines.next()).contains("");
    assertThat(lines.next()).contains("ab");
    assertThat(lines.next()).contains("last");
    assertThat(lines.next()).isEqualTo(Optional.empty());
  }

  @Test
  void twoFilesAtMostAreKept() throws IOException {
    Path file = folder.resolve("engine.log");
    for (int run = 0; run < 2; run++) {
      try (EngineLogFile log = new EngineLogFile(file, 100, LoggerFactory.getLogger("test"))) {
        for (int i = 0; i < 50; i++) {
          log.write("line %02d of run %d".formatted(i, run));
        }
      }
    }
    assertThat(Files.size(file)).isLessThanOrEqualTo(100);
    assertThat(Files.readString(file)).endsWith("line 49 of run 1\n");
    assertThat(Files.size(folder.resolve("engine.log.1"))).isLessThanOrEqualTo(100);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenStopsNothing() {
    try (EngineLogFile log =
        new EngineLogFile(
            folder.resolve("none/engine.log"), 100, LoggerFactory.getLogger("test"))) {
      log.write("lost");
    }
  }

  @Test
  void theReasonOfAnEndIsTheFirstThatItSaid() {
    assertThat(
            reason(
                1,
                "{\"_msg\":\"x\",\"level\":\"error\",\"module\":\"m\"}",
                "ERROR: failed",
                "",
                "because"))
        .isEqualTo("ended with status 1: ERROR: failed because");
    assertThat(reason(2, "panic: boom", "", "goroutine 1 [running]:", "main.main()"))
        .isEqualTo("ended with status 2: panic: boom");
    assertThat(reason(0, "{\"_msg\":\"x\",\"level\":\"error\",\"module\":\"m\"}"))
        .isEqualTo("ended with status 0: m: x");
    assertThat(reason(137)).isEqualTo("ended by signal 9");
  }

  private static String reason(int status, String... lines) {
    EndReason reason = new EndReason();
    for (String line : lines) {
      reason.add(LogLine.parse(line));
    }
    return reason.text(status);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    RestartPolicy policy = RestartPolicy.DEFAULT;
    assertThat(policy.pauseMs(0)).isEqualTo(500);
    long expected = 500;
    for (int ends = 1; ends < 50; ends++) {
      assertThat(policy.pauseMs(ends)).isEqualTo(Math.min(expected, 30_000));
      expected = Math.min(expected * 2, 1 << 20);
    }
  }
}
