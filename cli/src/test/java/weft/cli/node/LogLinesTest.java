package weft.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line per event, whatever is in it.
final class LogLinesTest {
  private static final String LINE =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (ERROR|WARN |INFO |DEBUG) weft\\.test"
          + " [^\\n"
          + "]+\\n";

  private final LoggerContext context = new LoggerContext();

  private List<ILoggingEvent> events() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.setContext(context);
    appender.start();
    ch.qos.logback.classic.Logger logger = context.getLogger("weft.test");
    logger.addAppender(appender);
    logger.info("started height={}", 7);
    logger.warn("a message\nof two lines");
    logger.error(
        "fault part={}",
        "mempool",
        new IllegalStateException("outer", new IllegalArgumentException("no \"space\"\n left")));
    logger.error("halted", new StackOverflowError());
    return appender.list;
  }

  private List<String> lines(boolean json, Level level) {
    Encoder<ILoggingEvent> encoder = LogSetup.encoder(context, json, level);
    return events().stream()
        .map(event -> new String(encoder.encode(event), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void textIsOneLineWithTheCause() {
    List<String> lines = lines(false, Level.INFO);
    assertThat(lines).hasSize(4).allMatch(line -> line.matches(LINE));
    assertThat(lines.get(1)).contains("a message | of two lines");
    assertThat(lines.get(2))
        .endsWith(
            "fault part=mempool cause=\"IllegalStateException: outer;"
                + " IllegalArgumentException: no 'space' | left\"\n");
    assertThat(lines.get(3)).endsWith("halted cause=\"StackOverflowError\"\n");
  }

  @Test
  void tracesFollowWhereTheyAreAskedFor() {
    List<String> lines = lines(false, Level.DEBUG);
    assertThat(lines.get(0)).matches(LINE);
    assertThat(lines.get(2)).contains("cause=\"IllegalStateException: outer;").contains("\tat ");
  }

  @Test
  void jsonIsOneObjectWithTheTraceInside() {
    List<String> lines = lines(true, Level.INFO);
    assertThat(lines).hasSize(4);
    for (String line : lines) {
      assertThat(line.strip()).doesNotContain("\n");
      JsonNode object = JsonMapper.builder().build().readTree(line);
      assertThat(object.get("level").asString()).isNotEmpty();
      assertThat(object.get("loggerName").asString()).isEqualTo("weft.test");
      assertThat(object.get("formattedMessage").asString()).isNotEmpty();
    }
    assertThat(lines.get(2)).contains("IllegalArgumentException").contains("stepArray");
  }
}
