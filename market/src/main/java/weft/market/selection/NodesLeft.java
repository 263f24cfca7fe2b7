package weft.market.selection;

/// The search nodes that are left for a part of an auction's work. What cannot be paid is not done:
/// then something simpler stands in, so that no auction takes longer than its node budget says. Not
/// for use by several threads at once.
public final class NodesLeft {
  private long left;
  private boolean spent;

  /// @param nodes at least 0
  public NodesLeft(long nodes) {
    left = nodes;
  }

  /// For auctions that nobody waits for.
  public static NodesLeft unlimited() {
    return new NodesLeft(Long.MAX_VALUE);
  }

  public long left() {
    return left;
  }

  /// Takes so many nodes if they are there, else none.
  ///
  /// @return whether they were there
  public boolean take(long nodes) {
    if (nodes > left) {
      spent = true;
      return false;
    }
    left -= nodes;
    return true;
  }

  /// Whether something was asked for that was not there.
  public boolean isSpent() {
    return spent;
  }
}
