package weft.node.api.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import weft.primitives.Address;
import weft.primitives.Hex;
import weft.protocol.wire.Refusal;
import weft.protocol.wire.Uint128;

/// Writes wire messages as JSON; docs/api/http.md.
///
/// Names are the camelCase JSON names of protobuf. Bytes are hexadecimal with `0x`, addresses with
/// their EIP-55 checksum, amounts decimal strings, enum values kebab-case ids. Integers are numbers
/// up to 2^53 - 1 and decimal strings above. What is absent or does not apply is left out.
public final class WireJson {
  private WireJson() {}

  /// Writes a message as one JSON object.
  public static void write(Message message, JsonGenerator out) {
    out.writeStartObject();
    writeFields(message, out);
    out.writeEndObject();
  }

  /// Writes the members of a message into an object that is open.
  public static void writeFields(Message message, JsonGenerator out) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (Relevance.applies(message, field)) {
        out.writeName(field.getJsonName());
        boolean isPath = message instanceof Refusal && field.getName().equals("field");
        Object value = message.getField(field);
        writeField(field, isPath ? fieldPath((String) value) : value, out);
      }
    }
  }

  /// The path of a field in a request, as JSON names it.
  public static String fieldPath(String wirePath) {
    return JsonNames.path(wirePath);
  }

  /// Writes a 64-bit unsigned integer as a number, or as a string where readers would round it.
  public static void writeU64(long value, JsonGenerator out) {
    if (value >= 0 && value <= JsonNames.MAX_NUMBER) {
      out.writeNumber(value);
    } else {
      out.writeString(Long.toUnsignedString(value));
    }
  }

  private static void writeField(FieldDescriptor field, Object value, JsonGenerator out) {
    if (!field.isRepeated()) {
      writeValue(field, value, out);
      return;
    }
    out.writeStartArray();
    for (Object element : (List<?>) value) {
      writeValue(field, element, out);
    }
    out.writeEndArray();
  }

  private static void writeValue(FieldDescriptor field, Object value, JsonGenerator out) {
    switch (field.getJavaType()) {
      case INT -> out.writeNumber(Integer.toUnsignedLong((Integer) value));
      case LONG -> writeU64((Long) value, out);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case STRING -> out.writeString((String) value);
      case BYTE_STRING -> out.writeString(bytesText(field, (ByteString) value));
      case ENUM -> out.writeString(JsonNames.enumId((EnumValueDescriptor) value));
      case MESSAGE -> writeMessage((Message) value, out);
      case FLOAT, DOUBLE ->
          throw new IllegalStateException("the schema has no floating point: " + field);
    }
  }

  private static void writeMessage(Message message, JsonGenerator out) {
    if (message instanceof Uint128 number) {
      out.writeString(decimal(number));
    } else {
      write(message, out);
    }
  }

  private static String decimal(Uint128 number) {
    BigInteger high = new BigInteger(Long.toUnsignedString(number.getHigh()));
    BigInteger low = new BigInteger(Long.toUnsignedString(number.getLow()));
    return high.shiftLeft(Long.SIZE).or(low).toString();
  }

  private static String bytesText(FieldDescriptor field, ByteString value) {
    byte[] bytes = value.toByteArray();
    return JsonNames.isAddress(field) && bytes.length == Address.SIZE
        ? Address.wrap(bytes).toString()
        : Hex.encode0x(bytes);
  }
}
