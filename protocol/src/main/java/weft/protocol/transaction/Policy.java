package weft.protocol.transaction;

/// The rule that orders a lane, chosen by its rollup and enforced by validators.
public enum Policy {
  /// In the order of the block's transactions.
  FIRST_COME("first-come"),
  /// By tip per byte, highest first; transactions of one channel keep their sequence.
  PRIORITY("priority");

  private final String id;

  Policy(String id) {
    this.id = id;
  }

  /// The name on the wire, in commands and in docs.
  public String id() {
    return id;
  }
}
