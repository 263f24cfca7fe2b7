package weft.node.api.http;

import com.google.protobuf.Message;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import weft.node.api.json.WireJson;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;

/// What a route answers.
sealed interface Reply {
  /// A JSON document, written as it is made.
  record Json(int status, Consumer<JsonGenerator> writer) implements Reply {}

  record Content(String contentType, Bytes bytes) implements Reply {}

  record Refused(Refusal refusal) implements Reply {}

  /// The route has written its answer itself.
  record Sent() implements Reply {}

  static Reply json(Consumer<JsonGenerator> writer) {
    return new Json(200, writer);
  }

  /// A wire message as JSON, or the refusal.
  static Reply of(Checked<? extends Message> answer) {
    return switch (answer) {
      case Checked.Ok<? extends Message>(Message message) ->
          json(out -> WireJson.write(message, out));
      case Checked.Refused<? extends Message>(Refusal refusal) -> new Refused(refusal);
    };
  }
}
