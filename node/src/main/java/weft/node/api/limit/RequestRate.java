package weft.node.api.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A request rate per address: a sustained rate, and a burst on top of it.
///
/// Keeps one number per address, the time at which its bucket is full again (the "generic cell rate
/// algorithm" of ITU-T I.371). The table of addresses is bounded: a flood from many addresses makes
/// it forget the least recent, it does not make it grow.
public final class RequestRate {
  private final long intervalNs;
  private final long burst;
  private final LongSupplier nanoTime;
  private final LoadingCache<ClientAddress, AtomicLong> fullAtNs;

  /// A rate for each address.
  ///
  /// @param nanoTime a monotonic clock such as `System::nanoTime`
  public RequestRate(int perSecond, int burst, int maxAddresses, LongSupplier nanoTime) {
    this.intervalNs = Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.fullAtNs =
        Caffeine.newBuilder()
            .maximumSize(maxAddresses)
            .executor(Runnable::run)
            .build(address -> new AtomicLong(nanoTime.getAsLong()));
  }

  /// Takes one request from an address's bucket.
  ///
  /// @return 0 if it may go on, else the milliseconds after which it may be tried again
  public long take(ClientAddress address) {
    AtomicLong state = fullAtNs.get(address);
    while (true) {
      long now = nanoTime.getAsLong();
      long before = state.get();
      long start = before - now > 0 ? before : now;
      long after = start + intervalNs;
      long waitNs = after - now - burst * intervalNs;
      if (waitNs > 0) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNs));
      }
      if (state.compareAndSet(before, after)) {
        return 0;
      }
    }
  }
}
