package weft.ledger.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// Keys whose paths share long prefixes, found by search: what an attacker would grind for.
final class CloseKeys {
  private static final int TRIED = 1 << 18;

  private record Candidate(long head, int number) {}

  private CloseKeys() {}

  static Bytes candidate(int number) {
    return Bytes.utf8("grind/" + number);
  }

  /// Pairs of keys whose paths agree in at least `bits` leading bits.
  static List<Bytes> pairs(int bits) {
    Candidate[] tried = new Candidate[TRIED];
    for (int number = 0; number < TRIED; number++) {
      Hash32 path = Sha256.hash(candidate(number));
      tried[number] = new Candidate(path.bytes().asBuffer().getLong(), number);
    }
    Arrays.sort(tried, (a, b) -> Long.compareUnsigned(a.head(), b.head()));
    List<Bytes> found = new ArrayList<>();
    for (int i = 1; i < TRIED; i++) {
      if (Long.numberOfLeadingZeros(tried[i].head() ^ tried[i - 1].head()) >= bits) {
        found.add(candidate(tried[i - 1].number()));
        found.add(candidate(tried[i].number()));
      }
    }
    return found;
  }
}
