package weft.cli.auction;

import java.util.ArrayList;
import java.util.List;

/// Rows of words in columns: the first on the left, the others on the right.
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable row(String... words) {
    rows.add(List.of(words));
    return this;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String word = row.get(column);
        String space = " ".repeat(width(column) - word.length());
        line.append(column == 0 ? word + space : GAP + space + word);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
