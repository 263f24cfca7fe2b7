package weft.chain.block;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Executed candidates of the next height, the newest few. One that falls out is executed again if
/// it is needed after all.
///
/// Candidates are told apart by all that they consist of. That compares bytes, which is far cheaper
/// than to hash them, and candidates of one height differ early if they differ.
final class Staging {
  /// More rounds than this with different candidates at one height are rare, and each staged block
  /// holds on to its transactions and pages.
  static final int CAPACITY = 8;

  private final Deque<ExecutedBlock> newestFirst = new ArrayDeque<>();

  void put(ExecutedBlock block) {
    newestFirst.addFirst(block);
    if (newestFirst.size() > CAPACITY) {
      newestFirst.removeLast();
    }
  }

  Optional<ExecutedBlock> find(BlockCandidate candidate) {
    return newestFirst.stream().filter(block -> block.candidate().equals(candidate)).findFirst();
  }

  void clear() {
    newestFirst.clear();
  }
}
