package weft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits an example at blanks, double quotes respected.
final class ShellWords {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private ShellWords() {}

  static String[] split(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words.toArray(String[]::new);
  }
}
