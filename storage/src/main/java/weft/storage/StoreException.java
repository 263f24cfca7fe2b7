package weft.storage;

/// A store that cannot be opened, read or written: what happened, and what to do. After a failed
/// write the store takes no more writes; nothing that was durable before is lost.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String nextStep;

  public StoreException(String what, String nextStep) {
    super(what + " " + nextStep);
    this.what = what;
    this.nextStep = nextStep;
  }

  public StoreException(String what, String nextStep, Throwable cause) {
    super(what + " " + nextStep, cause);
    this.what = what;
    this.nextStep = nextStep;
  }

  /// What happened, without the next step.
  String what() {
    return what;
  }

  public String nextStep() {
    return nextStep;
  }
}
