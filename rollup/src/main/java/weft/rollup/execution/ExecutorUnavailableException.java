package weft.rollup.execution;

/// An executor that cannot be reached for now, such as one in another process that restarts. The
/// conductor opens another session after a while.
public final class ExecutorUnavailableException extends RuntimeException {
  public ExecutorUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
