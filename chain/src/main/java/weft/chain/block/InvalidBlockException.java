package weft.chain.block;

/// A block that was decided elsewhere breaks a rule here. Its node must stop: either the deciders
/// run other rules, or this node's state is not what it should be.
public final class InvalidBlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidBlockException(long height, Validation.Rejected rejected) {
    super(
        "block "
            + height
            + " was decided but breaks rule "
            + rejected.rule()
            + " here: "
            + rejected.reason());
  }
}
