package weft.node.api.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ClientAddress;
import weft.node.api.limit.Slots;

/// A connection and what it is busy with, so that slow and idle ones can be found.
final class TrackedConnection {
  static final String ATTRIBUTE = "weft.connection";

  private static final long NOT_SINCE = 0;

  /// A sender that still sends is told that it was too slow; one that is silent is not waited for.
  private static final long SILENT_BODY_GRACE_MS = 500;

  private final Connection connection;
  private final ClientAddress address;
  private final Slots.Slot slot;
  private volatile boolean busy;
  private volatile long idleSinceNs;
  private volatile long bytesWhenIdle;
  private volatile long headSinceNs = NOT_SINCE;
  private volatile long bodySinceNs = NOT_SINCE;
  private volatile long writingSinceNs = NOT_SINCE;
  private volatile boolean droppedAsSlow;

  TrackedConnection(Connection connection, ClientAddress address, Slots.Slot slot, long nowNs) {
    this.connection = connection;
    this.address = address;
    this.slot = slot;
    this.idleSinceNs = nowNs;
  }

  ClientAddress address() {
    return address;
  }

  void requestBegins() {
    busy = true;
    headSinceNs = NOT_SINCE;
  }

  void requestEnds(long nowNs) {
    idleSinceNs = nowNs;
    bytesWhenIdle = connection.getBytesIn();
    bodySinceNs = NOT_SINCE;
    writingSinceNs = NOT_SINCE;
    busy = false;
  }

  /// From here on the body has its time to arrive, whether anything comes or not.
  void bodyBegins() {
    bodySinceNs = System.nanoTime() | 1;
  }

  void bodyEnds() {
    bodySinceNs = NOT_SINCE;
  }

  /// From here on the reader has to take what is written within the slow reader timeout.
  void writeBegins() {
    writingSinceNs = System.nanoTime() | 1;
  }

  void writeEnds() {
    writingSinceNs = NOT_SINCE;
  }

  /// Whether it was closed because its reader was too slow.
  boolean droppedAsSlow() {
    return droppedAsSlow;
  }

  boolean isBusy() {
    return busy;
  }

  long idleNs(long nowNs) {
    return nowNs - idleSinceNs;
  }

  /// Closes the connection if it took longer than it may.
  void check(long nowNs, ApiSettings settings) {
    if (busy) {
      long since = writingSinceNs;
      if (since != NOT_SINCE && nowNs - since > ns(settings.streams().slowReaderTimeoutMs())) {
        droppedAsSlow = true;
        close();
      }
      long body = bodySinceNs;
      long bodyMs = settings.requests().bodyTimeoutMs() + SILENT_BODY_GRACE_MS;
      if (body != NOT_SINCE && nowNs - body > ns(bodyMs)) {
        close();
      }
      return;
    }
    if (connection.getBytesIn() > bytesWhenIdle && headSinceNs == NOT_SINCE) {
      headSinceNs = nowNs | 1;
    }
    long head = headSinceNs;
    boolean slowHead = head != NOT_SINCE && nowNs - head > ns(settings.requests().headTimeoutMs());
    if (slowHead || idleNs(nowNs) > ns(settings.requests().idleTimeoutMs())) {
      close();
    }
  }

  /// Closes the socket and gives its slot free at once.
  void close() {
    connection.getEndPoint().close(new TimeoutException("dropped"));
    slot.close();
  }

  void closed() {
    slot.close();
  }

  private static long ns(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
