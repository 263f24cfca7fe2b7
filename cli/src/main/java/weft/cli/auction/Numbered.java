package weft.cli.auction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives each key a number in the order of first sight.
final class Numbered<K> {
  private final Map<K, Integer> numbers = new LinkedHashMap<>();

  int of(K key) {
    return numbers.computeIfAbsent(key, _ -> numbers.size());
  }

  List<K> keys() {
    return new ArrayList<>(numbers.keySet());
  }
}
