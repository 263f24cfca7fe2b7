package weft.cli.auction;

import weft.cli.CliException;

/// A range of heights as options give it; 0 stands for what was left out.
final class HeightRange {
  private HeightRange() {}

  /// @throws CliException if it is none
  static void require(long from, long to) {
    if (from < 0 || to < 0) {
      throw CliException.usage("--from, --to: heights begin at 1", "Use heights of blocks.");
    }
    if (to != 0 && from > to) {
      throw CliException.usage(
          "--from: " + from + " lies behind --to " + to, "Give the lower height first.");
    }
  }
}
