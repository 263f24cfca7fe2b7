package weft.rollup.client;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;

/// Runs calls, again where that may help: the way to the node failed, or the node asked to come
/// back later. Only for calls that may run twice.
final class Calls {
  private final ClientConfig config;

  Calls(ClientConfig config) {
    this.config = config;
  }

  /// One call to a node.
  @FunctionalInterface
  interface Call<T> {
    T run() throws StatusException;
  }

  /// Runs a question until it is answered or refused, or the attempts are used up, or the thread is
  /// interrupted between two of them.
  ///
  /// @throws NodeUnreachableException if there was no answer
  <T> Checked<T> ask(String what, Call<T> call) {
    int failures = 0;
    while (true) {
      Checked<T> answer;
      try {
        answer = once(what, call);
      } catch (NodeUnreachableException e) {
        failures++;
        if (failures >= config.retry().maxAttempts() || !pause(failures, 0)) {
          throw e;
        }
        continue;
      }
      if (answer instanceof Checked.Refused<T>(Refusal refusal) && asksToComeBack(refusal)) {
        failures++;
        if (failures < config.retry().maxAttempts() && pause(failures, refusal.retryAfterMs())) {
          continue;
        }
      }
      return answer;
    }
  }

  /// Runs a question once.
  ///
  /// @throws NodeUnreachableException if there is no answer
  static <T> Checked<T> once(String what, Call<T> call) {
    try {
      return Checked.ok(call.run());
    } catch (StatusException e) {
      Optional<Refusal> refusal = GrpcRefusals.of(e);
      if (refusal.isPresent()) {
        return Checked.refused(refusal.get());
      }
      throw unreachable(what, e);
    }
  }

  /// Whether a refusal is about the node's present load, not about what was sent.
  static boolean asksToComeBack(Refusal refusal) {
    return switch (refusal.code()) {
      case OVERLOADED, RATE_LIMITED, NODE_STOPPING -> true;
      case NOT_ATTESTED -> refusal.retryAfterMs() > 0;
      default -> false;
    };
  }

  /// Waits before the next attempt.
  ///
  /// @return whether there is one: not where the thread is interrupted, which it then still is
  boolean pause(int failures, long askedMs) {
    try {
      config.pause().sleepMs(config.retry().delayMs(failures, askedMs, config.random()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static NodeUnreachableException unreachable(String what, StatusException e) {
    return new NodeUnreachableException(
        what + ": no answer from the node (" + describe(e.getStatus()) + ")", e);
  }

  /// A failure in one line: gRPC's own text ends with the whole stack trace of its cause.
  static String describe(Status status) {
    StringBuilder text = new StringBuilder(status.getCode().name());
    if (status.getDescription() != null) {
      text.append(": ").append(status.getDescription());
    }
    if (status.getCause() != null && status.getCause().getMessage() != null) {
      text.append(": ").append(status.getCause().getMessage());
    }
    return text.toString();
  }
}
