package weft.node.api.limit;

import java.util.HashMap;
import java.util.Map;

/// Memory that requests share, of which one address may take a part. Whoever finds it used up is
/// refused at once, never queued. What is refused is never counted, not even while it is tried, so
/// that whoever asks for too much takes nothing from others.
public final class ByteBudget {
  private final long max;
  private final long maxPerAddress;
  private final Map<ClientAddress, Long> byAddress = new HashMap<>();
  private long used;

  public ByteBudget(long max, long maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /// Memory of which one address may take a part, but always enough for one whole message.
  ///
  /// @param parts how many addresses it takes to use all of it
  /// @param messageBytes the largest single message
  public static ByteBudget inParts(long max, int parts, long messageBytes) {
    return new ByteBudget(max, Math.max(max / parts, messageBytes));
  }

  /// Opens an account that starts with nothing.
  public Share open(ClientAddress address) {
    return new Share(this, address);
  }

  public synchronized long used() {
    return used;
  }

  private synchronized boolean take(ClientAddress address, long bytes) {
    if (used + bytes > max || byAddress.getOrDefault(address, 0L) + bytes > maxPerAddress) {
      return false;
    }
    byAddress.merge(address, bytes, Long::sum);
    used += bytes;
    return true;
  }

  private synchronized void giveBack(ClientAddress address, long bytes) {
    byAddress.computeIfPresent(address, (_, held) -> held == bytes ? null : held - bytes);
    used -= bytes;
  }

  /// What one request holds at present. Used by any thread.
  public static final class Share implements AutoCloseable {
    private final ByteBudget budget;
    private final ClientAddress address;
    private long held;
    private boolean closed;

    private Share(ByteBudget budget, ClientAddress address) {
      this.budget = budget;
      this.address = address;
    }

    /// Takes more bytes, or nothing and answers false if they are not there.
    public synchronized boolean take(long bytes) {
      return hold(held + bytes);
    }

    /// Holds this many bytes from now on, or as many as before and answers false if they are not
    /// there. A closed account gets nothing.
    public synchronized boolean hold(long bytes) {
      long more = bytes - held;
      if (closed || (more > 0 && !budget.take(address, more))) {
        return false;
      }
      if (more < 0) {
        budget.giveBack(address, -more);
      }
      held = bytes;
      return true;
    }

    public synchronized long held() {
      return held;
    }

    /// Gives everything back, for good.
    @Override
    public synchronized void close() {
      hold(0);
      closed = true;
    }
  }
}
