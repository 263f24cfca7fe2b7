package weft.cli.screen;

import java.util.List;

/// A line and how it looks.
public record Line(String text, Look look) {
  private static final int MARGIN = 1;

  /// The first lines, cut and indented so that they fit.
  ///
  /// @param width in characters
  /// @param height in lines
  public static List<Line> fit(List<Line> lines, int width, int height) {
    return lines.stream()
        .limit(Math.max(1, height))
        .map(line -> new Line(cut(line.text(), width), line.look()))
        .toList();
  }

  private static String cut(String text, int width) {
    int most = Math.max(1, width - MARGIN);
    String line = text.length() > most ? text.substring(0, most - 1) + "…" : text;
    return line.isEmpty()
        ? line
        : " ".repeat(MARGIN) + line.substring(0, Math.min(line.length(), most));
  }
}
