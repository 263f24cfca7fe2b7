package weft.protocol.transaction;

import com.google.protobuf.Message;
import java.util.List;

/// Looks for unknown fields in a message of the generated classes.
final class UnknownFields {
  private UnknownFields() {}

  static boolean anyIn(Message message) {
    return !message.getUnknownFields().asMap().isEmpty()
        || message.getAllFields().values().stream().anyMatch(UnknownFields::anyInField);
  }

  private static boolean anyInField(Object value) {
    return switch (value) {
      case Message inner -> anyIn(inner);
      case List<?> list -> list.stream().anyMatch(UnknownFields::anyInField);
      default -> false;
    };
  }
}
