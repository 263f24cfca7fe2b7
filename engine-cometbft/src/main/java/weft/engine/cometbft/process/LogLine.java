package weft.engine.cometbft.process;

import java.util.Map;
import org.slf4j.event.Level;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line that the engine wrote.
///
/// @param level for Weft's log; what is routine to the engine is detail to Weft
/// @param kind what the line may mean for the supervisor
/// @param text one line of at most [#MAX_TEXT] characters
record LogLine(Level level, Kind kind, String text) {
  static final int MAX_TEXT = 1_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HALTED = "CONSENSUS FAILURE!!!";
  private static final String APPLICATION_LOST = "Did the application crash?";

  enum Kind {
    /// Its log at work.
    ROUTINE,
    /// An error in its log.
    ERROR,
    /// Its consensus stopped, and the process lives on.
    CONSENSUS_FAILURE,
    /// Its connection to the application broke, and it means to end.
    APPLICATION_LOST,
    /// Outside its log: the reason of an end, or a stack trace.
    PLAIN
  }

  /// Reads a line of `log_format = "json"`, or whatever else it writes.
  static LogLine parse(String line) {
    JsonNode document = null;
    if (line.startsWith("{")) {
      try {
        document = JSON.readTree(line);
      } catch (JacksonException _) {
        // A line that was too long and was cut, or text that only looks so.
      }
    }
    if (line.contains(HALTED)) {
      String cause = document == null ? line : document.path("err").asString("");
      return new LogLine(Level.ERROR, Kind.CONSENSUS_FAILURE, cut("consensus failure: " + cause));
    }
    if (document == null || !document.isObject()) {
      // A stack trace has hundreds of lines; what matters in it becomes the reason of the end.
      return new LogLine(Level.DEBUG, Kind.PLAIN, cut(line));
    }
    if (line.contains(APPLICATION_LOST)) {
      return new LogLine(Level.WARN, Kind.APPLICATION_LOST, cut(text(document)));
    }
    boolean isError = document.path("level").asString("").equals("error");
    return new LogLine(
        level(document.path("level").asString("")),
        isError ? Kind.ERROR : Kind.ROUTINE,
        cut(text(document)));
  }

  private static Level level(String name) {
    return switch (name) {
      case "error" -> Level.WARN;
      case "debug" -> Level.TRACE;
      default -> Level.DEBUG;
    };
  }

  private static String text(JsonNode document) {
    StringBuilder text = new StringBuilder();
    text.append(document.path("module").asString("engine"));
    text.append(": ").append(document.path("_msg").asString(""));
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      switch (field.getKey()) {
        case "module", "_msg", "level", "ts", "stack" -> {}
        default -> {
          JsonNode value = field.getValue();
          text.append(' ').append(field.getKey()).append('=');
          text.append(value.isString() ? value.asString() : value.toString());
        }
      }
    }
    return text.toString();
  }

  private static String cut(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return oneLine.length() <= MAX_TEXT ? oneLine : oneLine.substring(0, MAX_TEXT - 1) + "…";
  }
}
