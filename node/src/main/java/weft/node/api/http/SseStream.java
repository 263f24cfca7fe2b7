package weft.node.api.http;

import com.google.protobuf.Message;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import weft.node.api.ApiSettings;
import weft.node.api.json.Json;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.Slots;
import weft.node.api.stream.StreamSource.Step;
import weft.node.api.wire.Followed;
import weft.node.api.wire.Gate;
import weft.node.api.wire.StreamEnds;
import weft.node.metrics.NodeMetrics;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Server-sent events (the `text/event-stream` of the HTML standard): each item is an event whose
/// id is the cursor to resume from.
///
/// Runs in the request's own virtual thread and writes no faster than the reader reads: beyond the
/// socket there is what was read from the store at once, counted as memory for answers. A reader
/// that takes nothing for the slow reader timeout loses its connection; its last event id says
/// where to go on.
final class SseStream {
  private static final int RETRY_MS = 1_000;

  /// An item, and its event as text, two digits a byte, while it is made and written.
  private static final long COPIES = 5;

  private final ApiSettings.Streams limits;
  private final Gate gate;
  private final NodeMetrics metrics;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  SseStream(ApiSettings.Streams limits, Gate gate, NodeMetrics metrics) {
    this.limits = limits;
    this.gate = gate;
    this.metrics = metrics;
  }

  /// Sends a stream until it ends, and closes it.
  ///
  /// @param writer writes one item as the event's data
  <T, W extends Message> Reply send(
      Exchange exchange, Checked<Followed<T, W>> opened, BiConsumer<W, JsonGenerator> writer)
      throws IOException {
    return switch (opened) {
      case Checked.Refused<Followed<T, W>>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<Followed<T, W>>(Followed<T, W> followed) ->
          switch (gate.openStream(exchange.connection().address())) {
            case Checked.Refused<Slots.Slot>(Refusal refusal) -> {
              followed.close();
              yield new Reply.Refused(refusal);
            }
            case Checked.Ok<Slots.Slot>(Slots.Slot slot) -> {
              try (slot;
                  followed) {
                run(exchange, followed, writer);
              }
              yield new Reply.Sent();
            }
          };
    };
  }

  /// Ends all streams.
  void close() {
    running.forEach(Thread::interrupt);
  }

  private <T, W extends Message> void run(
      Exchange exchange, Followed<T, W> followed, BiConsumer<W, JsonGenerator> writer)
      throws IOException {
    Events events = new Events(exchange);
    running.add(Thread.currentThread());
    String reason = "left";
    try (ByteBudget.Share memory = gate.openAnswer(exchange.connection().address())) {
      if (gate.isClosed()) {
        Thread.currentThread().interrupt();
      }
      events.begin();
      reason = pump(events, followed, writer, memory);
    } catch (InterruptedException e) {
      reason = events.end(stopping());
    } catch (IOException e) {
      reason = exchange.connection().droppedAsSlow() ? RefusalCode.SLOW_READER.id() : "left";
    } finally {
      running.remove(Thread.currentThread());
      StreamEnds.report(metrics, followed.kind(), reason);
    }
  }

  private <T, W extends Message> String pump(
      Events events,
      Followed<T, W> followed,
      BiConsumer<W, JsonGenerator> writer,
      ByteBudget.Share memory)
      throws IOException, InterruptedException {
    while (true) {
      switch (followed.next(limits.heartbeatMs())) {
        case Step.Items<T>(List<T> items) -> {
          if (!memory.hold(COPIES * followed.bytes(items))) {
            return events.end(Gate.tooManyUnread());
          }
          for (T item : items) {
            events.item(
                followed.kind(),
                followed.id(item).orElse(""),
                Json.bytes(out -> writer.accept(followed.wire(item), out)));
          }
          memory.hold(0);
        }
        case Step.Nothing<T> _ -> events.heartbeat();
        case Step.Done<T> _ -> {
          events.item("end", "", "{}".getBytes(StandardCharsets.UTF_8));
          return "done";
        }
        case Step.Broken<T>(Refusal refusal) -> {
          return events.end(refusal);
        }
      }
    }
  }

  private static Refusal stopping() {
    return Refusal.of(
        RefusalCode.NODE_STOPPING, "", "", "the node is stopping; resume from your last event id");
  }

  /// The lines of one event stream.
  private static final class Events {
    private final HttpServletResponse response;
    private final OutputStream out;

    Events(Exchange exchange) throws IOException {
      this.response = exchange.context().res();
      this.out = new TimedOutput(response.getOutputStream(), exchange.connection());
    }

    void begin() throws IOException {
      response.setStatus(200);
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("utf-8");
      response.setHeader("X-Accel-Buffering", "no");
      write(("retry: " + RETRY_MS + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    void item(String event, String id, byte[] data) throws IOException {
      String head = (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: ";
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(data);
      write("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    void heartbeat() throws IOException {
      write(": \n\n".getBytes(StandardCharsets.UTF_8));
    }

    /// Says why the stream ends, if the reader can still be told.
    String end(Refusal refusal) {
      try {
        item("refusal", "", Problem.bytes(refusal));
      } catch (IOException e) {
        return "left";
      }
      return refusal.code().id();
    }

    private void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }
  }
}
