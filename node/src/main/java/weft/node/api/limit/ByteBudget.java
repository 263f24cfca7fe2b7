package weft.node.api.limit;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that requests share. Whoever finds it used up is refused at once, never queued.
public final class ByteBudget {
  private final long max;
  private final AtomicLong used = new AtomicLong();

  public ByteBudget(long max) {
    this.max = max;
  }

  /// Opens an account that starts with nothing.
  public Share open() {
    return new Share(this);
  }

  public long max() {
    return max;
  }

  /// What one request has taken so far. Used by one thread.
  public static final class Share implements AutoCloseable {
    private final ByteBudget budget;
    private long taken;

    private Share(ByteBudget budget) {
      this.budget = budget;
    }

    /// Takes more bytes, or nothing and answers false if they are not there.
    public boolean take(long bytes) {
      if (budget.used.addAndGet(bytes) > budget.max) {
        budget.used.addAndGet(-bytes);
        return false;
      }
      taken += bytes;
      return true;
    }

    /// Gives everything back.
    @Override
    public void close() {
      budget.used.addAndGet(-taken);
      taken = 0;
    }
  }
}
