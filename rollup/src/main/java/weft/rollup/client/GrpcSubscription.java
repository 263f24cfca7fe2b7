package weft.rollup.client;

import com.google.protobuf.Message;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.protocol.refusal.Refusal;

/// A server stream as a subscription. gRPC's flow control makes the node wait for the reader.
final class GrpcSubscription<W extends Message, T> implements Subscription<T> {
  private final BlockingClientCall<?, W> call;
  private final Function<W, T> reader;
  private Incoming.@Nullable Ended<T> ended;

  GrpcSubscription(BlockingClientCall<?, W> call, Function<W, T> reader) {
    this.call = call;
    this.reader = reader;
  }

  @Override
  public Incoming<T> next(long waitMs) throws InterruptedException {
    if (ended != null) {
      return ended;
    }
    try {
      // A wait of zero would be no look at all.
      W wire = call.read(Math.max(1, waitMs), TimeUnit.MILLISECONDS);
      if (wire == null) {
        return end("the node ended the stream", Optional.empty());
      }
      return new Incoming.Item<>(Answers.read(wire, reader));
    } catch (TimeoutException e) {
      return new Incoming.Nothing<>();
    } catch (StatusException e) {
      return end(Calls.describe(e.getStatus()), GrpcRefusals.of(e));
    }
  }

  @Override
  public void close() {
    call.cancel("closed by its reader", null);
  }

  private Incoming<T> end(String reason, Optional<Refusal> refusal) {
    Incoming.Ended<T> end = new Incoming.Ended<>(reason, refusal);
    ended = end;
    return end;
  }
}
