package weft.cli.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One event as one line of text, `2026-01-31T12:00:00.000Z ERROR weft.node fault part=mempool
/// cause="…"`: a fault is named by its messages. Its stack trace follows where it is asked for.
final class TextLine extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int MOST_CAUSES = 8;

  private final boolean withTraces;

  TextLine(boolean withTraces) {
    this.withTraces = withTraces;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
        .append(String.format(Locale.ROOT, " %-5s ", event.getLevel()))
        .append(event.getLoggerName())
        .append(' ')
        .append(oneLine(event.getFormattedMessage()));
    IThrowableProxy fault = event.getThrowableProxy();
    if (fault != null) {
      line.append(" cause=\"").append(oneLine(causes(fault)).replace('"', '\'')).append('"');
    }
    line.append('\n');
    if (fault != null && withTraces) {
      line.append(ThrowableProxyUtil.asString(fault));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public byte @Nullable [] footerBytes() {
    return null;
  }

  /// What went wrong, and why, from the outside in.
  private static String causes(IThrowableProxy fault) {
    StringBuilder all = new StringBuilder();
    IThrowableProxy at = fault;
    for (int i = 0; at != null && i < MOST_CAUSES; i++) {
      String name = at.getClassName().substring(at.getClassName().lastIndexOf('.') + 1);
      String message = at.getMessage() == null ? name : name + ": " + at.getMessage();
      all.append(all.isEmpty() ? "" : "; ").append(message);
      at = at.getCause();
    }
    return all.toString();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " | ");
  }
}
