package weft.engine.cometbft.process;

import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Why an engine ended, from what it wrote. What stands outside its log says it best: `ERROR: …` of
/// its command line, or the first lines of a panic; else the last error in its log does.
final class EndReason {
  private static final int MAX_LINES = 4;
  private static final int SIGNALLED = 128;
  private static final Pattern BEGIN =
      Pattern.compile("^(ERROR:|panic:|fatal error:|runtime:|unexpected fault address).*");
  private static final Pattern TRACE = Pattern.compile("^(goroutine [0-9]+ |Usage:|\\[signal ).*");

  private final StringJoiner plain = new StringJoiner(" ");
  private int plainLines;
  private boolean isTrace;
  private String lastError = "";

  void add(LogLine line) {
    switch (line.kind()) {
      case PLAIN -> addPlain(line.text());
      case ERROR, CONSENSUS_FAILURE, APPLICATION_LOST -> lastError = line.text();
      case ROUTINE -> {}
    }
  }

  private void addPlain(String text) {
    isTrace |= TRACE.matcher(text).matches();
    boolean isPart = plainLines > 0 || BEGIN.matcher(text).matches();
    if (isPart && !isTrace && plainLines < MAX_LINES && !text.isEmpty()) {
      plain.add(text);
      plainLines++;
    }
  }

  String text(int status) {
    String end =
        status > SIGNALLED
            ? "ended by signal " + (status - SIGNALLED)
            : "ended with status " + status;
    if (plainLines > 0) {
      return end + ": " + plain;
    }
    return lastError.isEmpty() ? end : end + ": " + lastError;
  }
}
