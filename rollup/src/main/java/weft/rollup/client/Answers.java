package weft.rollup.client;

import com.google.protobuf.Message;
import java.util.function.Function;
import weft.primitives.MalformedException;
import weft.protocol.codec.WireFields;

/// Reads answers strictly: what is no answer is a fault of the node.
final class Answers {
  private Answers() {}

  /// Turns a wire message into a domain record.
  static <W extends Message, T> T read(W wire, Function<W, T> reader) {
    try {
      return reader.apply(wire);
    } catch (MalformedException e) {
      String name = wire.getDescriptorForType().getName();
      throw new MalformedAnswerException(
          "the node's " + name + " cannot be read: " + e.getMessage(),
          WireFields.bytes(wire.toByteString()),
          e);
    }
  }
}
