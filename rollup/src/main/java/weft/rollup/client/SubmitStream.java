package weft.rollup.client;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.TransactionServiceGrpc.TransactionServiceStub;

/// Many submissions over one stream. Answers come in the order of the batches. When the stream
/// breaks, what has no answer yet is sent again on a new one: the same bytes, in the same order.
///
/// A node that refuses a batch as a whole ends the stream and does not say which batch it was. So
/// those without an answer are then sent one at a time, and one is refused only where it was alone
/// on its stream: the others may have been taken.
///
/// Safe for several sending threads; each batch is sent as a whole.
public final class SubmitStream implements AutoCloseable {
  private final TransactionServiceStub stub;
  private final SubmitAnswers answers;
  private final ClientConfig config;
  private final int maxBatchesInFlight;
  private final Semaphore window;
  private final Object lock = new Object();
  private final ArrayDeque<Batch> unanswered = new ArrayDeque<>();
  private final LinkedBlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
  private final Thread completer;
  private @Nullable Connection connection;
  private int failures;

  /// How many of the first without an answer are sent one at a time; 0 = all are sent at once.
  private int suspects;

  private boolean closed;

  SubmitStream(
      TransactionServiceStub stub,
      SubmitAnswers answers,
      ClientConfig config,
      int maxBatchesInFlight) {
    if (maxBatchesInFlight < 1) {
      throw new IllegalArgumentException("a stream has at least 1 batch in flight");
    }
    this.stub = stub;
    this.answers = answers;
    this.config = config;
    this.maxBatchesInFlight = maxBatchesInFlight;
    this.window = new Semaphore(maxBatchesInFlight);
    this.completer = Thread.ofVirtual().name("weft-submit-answers").start(this::complete);
  }

  /// Sends a batch; blocks while too many wait for their answers, but no longer than for one call
  /// and all pauses between attempts: then nothing is sent and all are refused as `overloaded`. The
  /// future completes with one outcome per transaction, in order, and never exceptionally.
  ///
  /// @throws IllegalStateException if the stream is closed
  public CompletableFuture<List<Submitted>> send(List<Envelope> envelopes)
      throws InterruptedException {
    Batch batch = new Batch(envelopes);
    if (!window.tryAcquire(longestWaitMs(), TimeUnit.MILLISECONDS)) {
      return CompletableFuture.completedFuture(
          TransactionClient.sameForAll(
              new Submitted.Refused(windowFull()), batch.envelopes.size()));
    }
    synchronized (lock) {
      if (closed) {
        window.release();
        throw new IllegalStateException("the submit stream is closed");
      }
      unanswered.add(batch);
      if (connection == null && unanswered.size() == 1) {
        connect();
      } else if (connection != null && suspects == 0) {
        connection.send(batch);
      }
    }
    return batch.outcomes;
  }

  private Refusal windowFull() {
    return Refusal.of(
        RefusalCode.OVERLOADED,
        "",
        maxBatchesInFlight + " batches in flight",
        "the node answered none of the earlier batches within " + longestWaitMs() + " ms");
  }

  /// Waits until all that was sent has its outcome, then ends the stream.
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    boolean interrupted = false;
    try {
      window.tryAcquire(maxBatchesInFlight, longestWaitMs(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    synchronized (lock) {
      if (connection != null) {
        connection.finish();
      }
      giveUp("the stream was closed");
    }
    completions.add(() -> completer.interrupt());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long longestWaitMs() {
    return config.callTimeoutMs() + config.retry().maxAttempts() * config.retry().maxDelayMs();
  }

  /// Opens a new stream and sends what has no answer yet. Called with the lock held.
  private void connect() {
    Connection fresh = new Connection();
    connection = fresh;
    fresh.open();
    sendUnanswered(fresh);
  }

  private void sendUnanswered(Connection to) {
    if (suspects > 0) {
      to.send(unanswered.getFirst());
    } else {
      unanswered.forEach(to::send);
    }
  }

  private void answered(Connection from, SubmitBatchResponse response) {
    synchronized (lock) {
      Batch batch = from == connection ? unanswered.poll() : null;
      if (batch != null) {
        failures = 0;
        boolean repeated = batch.sendings > 1;
        completions.add(() -> complete(batch, response, repeated));
        if (suspects > 0) {
          suspects--;
          sendUnanswered(from);
        }
      }
    }
  }

  private void broken(Connection from, Throwable cause) {
    synchronized (lock) {
      if (from != connection) {
        return;
      }
      connection = null;
      if (unanswered.isEmpty()) {
        return;
      }
      Optional<Refusal> refusal =
          GrpcRefusals.of(Status.fromThrowable(cause), Status.trailersFromThrowable(cause));
      failures++;
      if (refusal.isPresent() && isAboutBatch(refusal.get())) {
        boolean wasAlone = suspects > 0 || unanswered.size() == 1;
        if (!wasAlone) {
          suspects = unanswered.size();
        } else if (!SubmitAnswers.leavesOpen(refusal.get()) || isLastAttempt()) {
          endFirst(SubmitAnswers.ofCall(refusal.get()));
        }
      }
      if (isLastAttempt()) {
        giveUp(refusal.map(Refusal::toString).orElseGet(cause::toString));
        failures = 0;
        return;
      }
      long askedMs = refusal.map(Refusal::retryAfterMs).orElse(0L);
      long delayMs = config.retry().delayMs(Math.max(1, failures), askedMs, config.random());
      Thread.ofVirtual().name("weft-submit-reconnect").start(() -> reconnectAfter(delayMs));
    }
  }

  private static boolean isAboutBatch(Refusal refusal) {
    return switch (refusal.code()) {
      case SLOW_READER, TOO_MANY_STREAMS, REQUEST_TIMEOUT, NODE_NOT_READY -> false;
      default -> !Calls.asksToComeBack(refusal);
    };
  }

  private boolean isLastAttempt() {
    return failures >= config.retry().maxAttempts();
  }

  /// Gives the first batch without an answer its outcome; the others begin anew.
  private void endFirst(Submitted outcome) {
    Batch batch = unanswered.poll();
    if (batch != null) {
      failures = 0;
      suspects = 0;
      List<Submitted> outcomes = TransactionClient.sameForAll(outcome, batch.envelopes.size());
      completions.add(() -> finish(batch, outcomes));
    }
  }

  private void reconnectAfter(long delayMs) {
    try {
      config.pause().sleepMs(delayMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lock) {
      if (connection == null && !unanswered.isEmpty()) {
        connect();
      }
    }
  }

  /// Answers all that waits with "unknown". Called with the lock held.
  private void giveUp(String reason) {
    suspects = 0;
    for (Batch batch = unanswered.poll(); batch != null; batch = unanswered.poll()) {
      Batch given = batch;
      List<Submitted> unknown =
          TransactionClient.sameForAll(new Submitted.Unknown(reason), batch.envelopes.size());
      completions.add(() -> finish(given, unknown));
    }
  }

  /// Reads answers away from gRPC's threads, since verifying receipts takes time.
  private void complete() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        completions.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void complete(Batch batch, SubmitBatchResponse response, boolean repeated) {
    List<Submitted> outcomes;
    try {
      outcomes = answers.read(response, batch.envelopes, repeated);
    } catch (NodeException e) {
      outcomes =
          TransactionClient.sameForAll(
              new Submitted.Unknown(String.valueOf(e.getMessage())), batch.envelopes.size());
    }
    finish(batch, outcomes);
  }

  private void finish(Batch batch, List<Submitted> outcomes) {
    batch.outcomes.complete(outcomes);
    window.release();
  }

  private static final class Batch {
    final List<Envelope> envelopes;
    final SubmitBatchRequest request;
    final CompletableFuture<List<Submitted>> outcomes = new CompletableFuture<>();
    int sendings;

    Batch(List<Envelope> envelopes) {
      this.envelopes = List.copyOf(envelopes);
      this.request = TransactionClient.batchRequest(envelopes);
    }
  }

  /// One gRPC stream. Only the present one counts; late news of an earlier one is dropped.
  private final class Connection implements StreamObserver<SubmitBatchResponse> {
    private @Nullable StreamObserver<SubmitBatchRequest> requests;

    void open() {
      requests = stub.submitStream(this);
    }

    void send(Batch batch) {
      batch.sendings++;
      if (requests != null) {
        requests.onNext(batch.request);
      }
    }

    void finish() {
      if (requests != null) {
        requests.onCompleted();
      }
    }

    @Override
    public void onNext(SubmitBatchResponse response) {
      answered(this, response);
    }

    @Override
    public void onError(Throwable cause) {
      broken(this, cause);
    }

    @Override
    public void onCompleted() {
      broken(this, Status.UNAVAILABLE.withDescription("the node ended the stream").asException());
    }
  }
}
