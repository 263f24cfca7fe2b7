package weft.cli;

import weft.protocol.refusal.Refusal;

/// A command that cannot do what was asked: one sentence why, one sentence what to do next.
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String USAGE = "usage";

  private final String code;
  private final String nextStep;

  public CliException(String code, String message, String nextStep) {
    super(message);
    this.code = code;
    this.nextStep = nextStep;
  }

  /// Wrong use of a command: exit status 2.
  public static CliException usage(String message, String nextStep) {
    return new CliException(USAGE, message, nextStep);
  }

  /// A node's refusal as a command's failure.
  public static CliException of(Refusal refusal) {
    String limit = refusal.limit().isEmpty() ? "" : " (limit: " + refusal.limit() + ")";
    String field = refusal.field().isEmpty() ? "" : refusal.field() + ": ";
    return new CliException(
        refusal.code().id(), field + refusal.message() + limit, refusal.nextStep());
  }

  /// The stable code, as in docs/api/refusals.md or `unreachable`, `usage`, `failed`.
  public String code() {
    return code;
  }

  public String nextStep() {
    return nextStep;
  }
}
