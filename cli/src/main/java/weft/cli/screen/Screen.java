package weft.cli.screen;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The terminal while the live view is on it: another screen without a cursor, and what was there
/// before when it is closed.
public final class Screen implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_REST_OF_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";
  private static final Pattern SIZE = Pattern.compile("([0-9]+) ([0-9]+)\\s*");
  private static final long SIZE_AGE_MS = 1_000;
  private static final long SIZE_WAIT_MS = 500;

  private final PrintWriter out;
  private final boolean colours;
  private Size size = new Size(80, 24);
  private long sizeReadAtMs;
  private boolean open;

  /// In characters and lines.
  public record Size(int width, int height) {}

  public Screen(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /// Whether standard input and output are a terminal that can show a live view.
  public static boolean isAvailable() {
    String terminal = System.getenv("TERM");
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        && terminal != null
        && !terminal.equals("dumb");
  }

  /// Whether colours are wanted; https://no-color.org.
  public static boolean wantsColours() {
    String noColour = System.getenv("NO_COLOR");
    return noColour == null || noColour.isEmpty();
  }

  /// Takes the terminal until [#close].
  public void open() {
    open = true;
    write(ENTER);
  }

  /// The size now, a second old at most.
  public Size size() {
    long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    if (sizeReadAtMs == 0 || nowMs - sizeReadAtMs > SIZE_AGE_MS) {
      sizeReadAtMs = nowMs;
      Size now = readSize(size);
      if (!now.equals(size)) {
        size = now;
        write(CLEAR_ALL);
      }
    }
    return size;
  }

  /// Replaces what is on the screen.
  public void draw(List<Line> lines) {
    StringBuilder frame = new StringBuilder(HOME);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      frame.append(line.look().paint(line.text(), colours)).append(CLEAR_REST_OF_LINE);
      if (i < lines.size() - 1) {
        frame.append("\r\n");
      }
    }
    write(frame.append(CLEAR_BELOW).toString());
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      write(LEAVE);
    }
  }

  private void write(String text) {
    out.print(text);
    out.flush();
  }

  /// Asks `stty`, which every Unix has; keeps the old size where it does not answer.
  private static Size readSize(Size otherwise) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!stty.waitFor(SIZE_WAIT_MS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return otherwise;
      }
      Matcher matcher = SIZE.matcher(answer);
      if (matcher.matches() && !answer.startsWith("0 ")) {
        return new Size(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
      }
      return otherwise;
    } catch (IOException e) {
      return otherwise;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }
}
