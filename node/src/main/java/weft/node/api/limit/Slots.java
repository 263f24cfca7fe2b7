package weft.node.api.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what may be open at once, in total and per address: connections or streams.
public final class Slots {
  private final int max;
  private final int maxPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<ClientAddress, Integer> byAddress = new ConcurrentHashMap<>();

  public Slots(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /// What became of a wish for a slot.
  public sealed interface Outcome {}

  /// Too many are open already.
  ///
  /// @param limit how many may be open
  /// @param perAddress whether it is the limit of one address
  public record Full(int limit, boolean perAddress) implements Outcome {}

  /// One open thing; counted until it is closed. Closing twice is harmless.
  public static final class Slot implements Outcome, AutoCloseable {
    private final Slots slots;
    private final ClientAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Slot(Slots slots, ClientAddress address) {
      this.slots = slots;
      this.address = address;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        slots.release(address);
      }
    }
  }

  public Outcome take(ClientAddress address) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return new Full(max, false);
    }
    int count = byAddress.merge(address, 1, Integer::sum);
    if (count > maxPerAddress) {
      release(address);
      return new Full(maxPerAddress, true);
    }
    return new Slot(this, address);
  }

  public int open() {
    return open.get();
  }

  private void release(ClientAddress address) {
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    open.decrementAndGet();
  }
}
