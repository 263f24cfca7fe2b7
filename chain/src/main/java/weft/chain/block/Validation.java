package weft.chain.block;

/// A validator's answer to a candidate.
public sealed interface Validation {
  /// Keeps all rules; staged.
  record Accepted(ExecutedBlock block) implements Validation {}

  /// Breaks a rule.
  ///
  /// @param rule its number in docs/protocol/blocks-execution.md, such as `EXEC-8`
  /// @param reason one sentence with the values that do not fit
  record Rejected(String rule, String reason) implements Validation {}
}
