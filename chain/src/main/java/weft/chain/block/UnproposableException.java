package weft.chain.block;

/// No content makes a valid block of what the engine asked for, such as where the votes that it
/// knows carry too few extensions. The round is lost, and nothing else.
public final class UnproposableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String rule;

  UnproposableException(Validation.Rejected broken) {
    super(broken.rule() + ": " + broken.reason());
    this.rule = broken.rule();
  }

  /// The number of the rule in docs/protocol/blocks-execution.md.
  public String rule() {
    return rule;
  }
}
