package weft.node.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How many single-character edits (insert, delete, replace) turn one text into another;
/// Levenshtein 1966.
public final class EditDistance {
  private EditDistance() {}

  /// The one of `known` that the fewest edits make of a word, the first of several; empty if there
  /// is none.
  public static Optional<String> nearest(String word, List<String> known) {
    return known.stream().min(Comparator.comparingInt(one -> between(word, one)));
  }

  public static int between(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
