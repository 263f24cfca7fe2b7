package weft.cli;

import weft.protocol.refusal.Refusal;
import weft.rollup.client.TrustedAnchors;

/// A command that cannot do what was asked: one sentence why, one sentence what to do next.
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The code of a node that stopped for an upgrade: exit status 3.
  public static final String UPGRADE_REQUIRED = "upgrade-required";

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

  /// What a node showed does not hold, or too little is known to judge it.
  ///
  /// @param rule the broken rule of docs/protocol
  public static CliException notVerified(String rule, String reason) {
    return new CliException(
        "not-verified",
        "not verified, rule " + rule + ": " + reason,
        TrustedAnchors.isBeyondTrust(rule)
            ? "Get a fresh trusted point (weft validator pin) from nodes that you trust, or allow a"
                + " longer --trusting-period."
            : "Do not believe it: ask another node, and check whom you believe.");
  }

  /// The stable code, as in docs/api/refusals.md or `unreachable`, `usage`, `failed`.
  public String code() {
    return code;
  }

  public String nextStep() {
    return nextStep;
  }

  /// The exit status of a command that fails with a code.
  static int exitStatus(String code) {
    return switch (code) {
      case USAGE -> 2;
      case UPGRADE_REQUIRED -> 3;
      default -> 1;
    };
  }
}
