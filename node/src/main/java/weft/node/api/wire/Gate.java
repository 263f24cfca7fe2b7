package weft.node.api.wire;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import weft.node.api.ApiSettings;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;
import weft.node.api.limit.RequestRate;
import weft.node.api.limit.Slots;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What every request passes, on both interfaces together: the node is not stopping, the address's
/// rate, for streams their number, and the memory for what is answered.
public final class Gate {
  /// Far above what supervisors and scrapers ask, far below what would cost the node anything.
  private static final int PROBES_PER_SECOND = 50;

  private static final int PROBE_BURST = 100;

  private final RequestRate rate;
  private final RequestRate probes;
  private final Slots streams;
  private final ByteBudget answers;
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
    this.probes =
        new RequestRate(
            PROBES_PER_SECOND, PROBE_BURST, limits.maxTrackedAddresses(), System::nanoTime);
    this.answers =
        ByteBudget.inParts(
            settings.requests().maxAnswersInFlightBytes(), ApiSettings.Requests.ANSWER_PARTS, 1);
    this.streams =
        new Slots(settings.streams().maxStreams(), settings.streams().maxStreamsPerAddress());
  }

  /// Lets a request in, or says why not.
  public Optional<Refusal> enter(ClientAddress address) {
    return enter(rate, limits.requestsPerSecondPerAddress(), address);
  }

  /// Lets a question about the node's own health in. It has a rate of its own, so that a busy
  /// client cannot make the node look dead to a supervisor on the same host.
  public Optional<Refusal> enterProbe(ClientAddress address) {
    return enter(probes, PROBES_PER_SECOND, address);
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

  /// Opens an account of memory for one answer or stream, both interfaces together. What was read
  /// for a client is taken from it at once, before anything waits for the client: reading runs in
  /// virtual threads, so what they hold in between is bounded by the processors.
  public ByteBudget.Share openAnswer(ClientAddress address) {
    return answers.open(address);
  }

  /// The refusal where there is no memory for an answer.
  public static Refusal tooManyUnread() {
    String message = "too much that was asked for is not answered or not read yet";
    return Refusal.of(RefusalCode.OVERLOADED, "", "", message).retryAfterMs(1_000);
  }

  public int openStreams() {
    return streams.open();
  }

  /// The memory that answers and streams take at present.
  public long answerBytes() {
    return answers.used();
  }

  /// From now on nothing gets in.
  public void close() {
    stopping.set(true);
  }

  public boolean isClosed() {
    return stopping.get();
  }

  private Optional<Refusal> enter(RequestRate bucket, int perSecond, ClientAddress address) {
    if (stopping.get()) {
      return Optional.of(stoppingRefusal());
    }
    long waitMs = bucket.take(address);
    return waitMs == 0 ? Optional.empty() : Optional.of(rateLimited(perSecond, waitMs));
  }

  private static Refusal rateLimited(int perSecond, long waitMs) {
    String limit = perSecond + " requests/s per address";
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
