package weft.node.mempool;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Lets blocks come first on a full machine: checking what comes in, of which there may be any
/// amount, rests while the next block is late, and goes on with the block. So a flood is refused or
/// waits, and does not stretch blocks.
final class BlocksFirst {
  /// A chain whose last block is so many times older than a late one waits for no processor, but
  /// for other validators: checking goes on.
  static final int STANDSTILL = 5;

  /// The share of all processors in use from which on the machine is full.
  static final double FULL = 0.9;

  /// Time over which the load is measured.
  private static final long LOAD_MS = 250;

  private final long lateMs;
  private final DoubleSupplier load;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();
  private long headNs;
  private long measuredNs;
  private double measured;

  /// @param lateMs a block is late when the last one is so old
  /// @param load share of the machine's processors in use since it was asked last, 0 to 1; negative
  ///   where it is not known
  /// @param nanoTime as [System#nanoTime]
  BlocksFirst(long lateMs, DoubleSupplier load, LongSupplier nanoTime) {
    this.lateMs = lateMs;
    this.load = load;
    this.nanoTime = nanoTime;
    this.headNs = nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(STANDSTILL * lateMs);
    this.measuredNs = nanoTime.getAsLong();
  }

  /// Measures this machine, or its share of one that a container has.
  static BlocksFirst onThisMachine(long lateMs) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? new BlocksFirst(lateMs, system::getCpuLoad, System::nanoTime)
        : never();
  }

  /// Rests never: where a node makes blocks alone, its engine waits for nobody.
  static BlocksFirst never() {
    return new BlocksFirst(1, () -> 0, System::nanoTime);
  }

  /// A block was committed.
  void committed() {
    lock.lock();
    try {
      headNs = nanoTime.getAsLong();
      measure(headNs);
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Rests until no block is late, or the chain stands still.
  void await() {
    lock.lock();
    try {
      while (mustRest()) {
        long _ = committed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(LOAD_MS));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who checks transactions", e);
    } finally {
      lock.unlock();
    }
  }

  /// Whether checking has to rest now.
  boolean mustRest() {
    lock.lock();
    try {
      long nowNs = nanoTime.getAsLong();
      long ageMs = TimeUnit.NANOSECONDS.toMillis(nowNs - headNs);
      if (ageMs < lateMs || ageMs >= STANDSTILL * lateMs) {
        return false;
      }
      measure(nowNs);
      return measured >= FULL;
    } finally {
      lock.unlock();
    }
  }

  private void measure(long nowNs) {
    if (nowNs - measuredNs >= TimeUnit.MILLISECONDS.toNanos(LOAD_MS)) {
      measured = load.getAsDouble();
      measuredNs = nowNs;
    }
  }
}
