package weft.cli.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// How a process logs: to standard error, one line per event, as text or as JSON.
public final class LogSetup {
  private LogSetup() {}

  /// Weft's own events at the configured level, warnings of libraries.
  public static void apply(Configuration configuration) {
    apply(
        configuration.text(ConfigurationKey.LOG_FORMAT).equals("json"),
        Level.toLevel(configuration.text(ConfigurationKey.LOG_LEVEL)));
  }

  /// Only what is wrong: for commands that draw on the terminal.
  public static void quiet() {
    apply(false, Level.ERROR);
  }

  private static void apply(boolean json, Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, json, level));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    context.getLogger("weft").setLevel(level);
  }

  /// How an event becomes a line. Stack traces only at level debug and below, and in JSON, where
  /// they are inside of the object.
  static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json, Level level) {
    if (json) {
      return json(context);
    }
    TextLine encoder = new TextLine(Level.DEBUG.isGreaterOrEqual(level));
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithMDC(false);
    encoder.start();
    return encoder;
  }
}
