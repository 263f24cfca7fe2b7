package weft.node.api.wire;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ClientAddress;
import weft.node.api.limit.RequestRate;
import weft.node.api.limit.Slots;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What every request passes first, on both interfaces together: the node is not stopping, the
/// address's rate, and for streams their number.
public final class Gate {
  private final RequestRate rate;
  private final Slots streams;
  private final ApiSettings.Clients limits;
  private final AtomicBoolean stopping = new AtomicBoolean();

  public Gate(ApiSettings settings) {
    this.limits = settings.clients();
    this.rate =
        new RequestRate(
            limits.requestsPerSecondPerAddress(),
            limits.requestBurstPerAddress(),
            limits.maxTrackedAddresses(),
            System::nanoTime);
    this.streams =
        new Slots(settings.streams().maxStreams(), settings.streams().maxStreamsPerAddress());
  }

  /// Lets a request in, or says why not.
  public Optional<Refusal> enter(ClientAddress address) {
    if (stopping.get()) {
      return Optional.of(stoppingRefusal());
    }
    long waitMs = rate.take(address);
    return waitMs == 0 ? Optional.empty() : Optional.of(rateLimited(waitMs));
  }

  /// Takes one more request from an address's rate, for a message of an open stream.
  ///
  /// @return 0, or the milliseconds to wait before it is tried again
  public long takeMessage(ClientAddress address) {
    return rate.take(address);
  }

  /// Counts a stream in, until its slot is closed.
  public Checked<Slots.Slot> openStream(ClientAddress address) {
    return switch (streams.take(address)) {
      case Slots.Slot slot -> Checked.ok(slot);
      case Slots.Full full -> Checked.refused(tooManyStreams(full));
    };
  }

  public int openStreams() {
    return streams.open();
  }

  /// From now on nothing gets in.
  public void close() {
    stopping.set(true);
  }

  public boolean isClosed() {
    return stopping.get();
  }

  private Refusal rateLimited(long waitMs) {
    String limit = limits.requestsPerSecondPerAddress() + " requests/s per address";
    return Refusal.of(RefusalCode.RATE_LIMITED, "", limit, "this address asks too often")
        .retryAfterMs(waitMs);
  }

  private static Refusal tooManyStreams(Slots.Full full) {
    String whose = full.perAddress() ? "streams of one address" : "streams of all clients";
    return Refusal.of(
            RefusalCode.TOO_MANY_STREAMS,
            "",
            full.limit() + " " + whose,
            "too many streams are open")
        .retryAfterMs(1_000);
  }

  private static Refusal stoppingRefusal() {
    return Refusal.of(RefusalCode.NODE_STOPPING, "", "", "the node is stopping")
        .retryAfterMs(1_000);
  }
}
