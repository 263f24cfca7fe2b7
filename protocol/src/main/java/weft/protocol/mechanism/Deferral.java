package weft.protocol.mechanism;

/// The part of what a package brings above its floors that is held in escrow until the reporters of
/// its rollups have said what came of it.
///
/// @param permille of each rollup's payment above its floor, 1 to 1,000
/// @param signal what the part is divided by
/// @param deadlineBlocks how many heights after the auction's reports count for; then it is divided
///   by what was reported, and as the auction said if nothing was; 1 to [#MAX_DEADLINE_BLOCKS]
public record Deferral(int permille, Signal signal, long deadlineBlocks) {
  public static final int MAX_PERMILLE = 1_000;
  public static final long MAX_DEADLINE_BLOCKS = 1_000_000;

  public Deferral {
    if (permille < 1 || permille > MAX_PERMILLE) {
      throw new IllegalArgumentException("permille is 1 to " + MAX_PERMILLE + ", got " + permille);
    }
    if (deadlineBlocks < 1 || deadlineBlocks > MAX_DEADLINE_BLOCKS) {
      throw new IllegalArgumentException(
          "a deadline is 1 to " + MAX_DEADLINE_BLOCKS + " blocks, got " + deadlineBlocks);
    }
  }
}
