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
  ///
  /// @param heldBytes memory that it takes until its reader has all of it; 0 = not worth counting
  record Json(int status, long heldBytes, Consumer<JsonGenerator> writer) implements Reply {}

  record Content(String contentType, Bytes bytes) implements Reply {}

  record Refused(Refusal refusal) implements Reply {}

  /// The route has written its answer itself.
  record Sent() implements Reply {}

  static Reply json(Consumer<JsonGenerator> writer) {
    return new Json(200, 0, writer);
  }

  /// A JSON document made from a message.
  static Reply json(Message from, Consumer<JsonGenerator> writer) {
    return new Json(200, heldBytes(from), writer);
  }

  /// The message itself, and a field of it as the text that is being written: two digits a byte.
  static long heldBytes(Message message) {
    return 3L * message.getSerializedSize();
  }

  /// A wire message as JSON, or the refusal.
  static Reply of(Checked<? extends Message> answer) {
    return switch (answer) {
      case Checked.Ok<? extends Message>(Message message) ->
          json(message, out -> WireJson.write(message, out));
      case Checked.Refused<? extends Message>(Refusal refusal) -> new Refused(refusal);
    };
  }
}
