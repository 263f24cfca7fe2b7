package weft.node.api.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import weft.primitives.Address;
import weft.primitives.Hex;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.Uint128;

/// Reads JSON into wire messages, as [WireJson] writes it, without building a tree first.
///
/// Refuses by name: unknown members, members given twice, values of the wrong form. Integers may
/// come as numbers or as decimal strings, amounts too.
public final class WireJsonReader {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME_LENGTH = 64;
  private static final int MAX_NUMBER_LENGTH = 40;
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger TWO_128 = BigInteger.ONE.shiftLeft(128);
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private WireJsonReader() {}

  /// Reads one JSON object, each of whose members belongs to one of the messages.
  ///
  /// @return the names of the members that were there
  public static Checked<Set<String>> read(byte[] json, Message.Builder... into) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      expect(in.nextToken() == JsonToken.START_OBJECT, "", "a JSON object");
      Set<String> seen = readMembers(in, "", List.of(into));
      expect(in.nextToken() == null, "", "nothing after the JSON object");
      return Checked.ok(seen);
    } catch (WrongValueException e) {
      return Checked.refused(e.refusal);
    } catch (JacksonException e) {
      return Checked.refused(malformed(e));
    }
  }

  private static Set<String> readMembers(JsonParser in, String path, List<Message.Builder> into) {
    Set<String> seen = new TreeSet<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      String at = path.isEmpty() ? name : path + "." + name;
      seen.add(name);
      in.nextToken();
      readMember(in, at, name, into);
    }
    return Collections.unmodifiableSet(seen);
  }

  private static void readMember(
      JsonParser in, String at, String name, List<Message.Builder> into) {
    for (Message.Builder builder : into) {
      for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
        if (field.getJsonName().equals(name)) {
          readField(in, at, field, builder);
          return;
        }
      }
    }
    throw new WrongValueException(unknown(at, into));
  }

  private static void readField(
      JsonParser in, String at, FieldDescriptor field, Message.Builder into) {
    if (field.isRepeated()) {
      expect(in.currentToken() == JsonToken.START_ARRAY, at, "an array");
      for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
        into.addRepeatedField(field, readValue(in, at + "[" + i + "]", field, into));
      }
      return;
    }
    boolean alone =
        field.getContainingOneof() == null || !into.hasOneof(field.getContainingOneof());
    expect(alone, at, "no other member of the same choice beside it");
    into.setField(field, readValue(in, at, field, into));
  }

  private static Object readValue(
      JsonParser in, String at, FieldDescriptor field, Message.Builder parent) {
    return switch (field.getJavaType()) {
      case INT -> readInteger(in, at, BigInteger.ONE.shiftLeft(32)).intValue();
      case LONG -> readInteger(in, at, TWO_64).longValue();
      case BOOLEAN -> readBoolean(in, at);
      case STRING -> readString(in, at, "a string");
      case BYTE_STRING -> readBytes(in, at, field);
      case ENUM -> readEnum(in, at, field);
      case MESSAGE -> readMessage(in, at, field, parent);
      case FLOAT, DOUBLE ->
          throw new IllegalStateException("the schema has no floating point: " + field);
    };
  }

  private static Message readMessage(
      JsonParser in, String at, FieldDescriptor field, Message.Builder parent) {
    if (JsonNames.isUint128(field)) {
      BigInteger number = readInteger(in, at, TWO_128);
      return Uint128.newBuilder()
          .setHigh(number.shiftRight(Long.SIZE).longValue())
          .setLow(number.longValue())
          .build();
    }
    expect(in.currentToken() == JsonToken.START_OBJECT, at, "an object");
    Message.Builder message = parent.newBuilderForField(field);
    readMembers(in, at, List.of(message));
    return message.build();
  }

  private static BigInteger readInteger(JsonParser in, String at, BigInteger limit) {
    String expected = "an integer from 0 to " + limit.subtract(BigInteger.ONE);
    JsonToken token = in.currentToken();
    boolean form =
        token == JsonToken.VALUE_NUMBER_INT
            || (token == JsonToken.VALUE_STRING && isDecimal(in.getString()));
    expect(form, at, expected);
    BigInteger value =
        token == JsonToken.VALUE_STRING ? new BigInteger(in.getString()) : in.getBigIntegerValue();
    expect(value.signum() >= 0 && value.compareTo(limit) < 0, at, expected);
    return value;
  }

  private static boolean isDecimal(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NUMBER_LENGTH
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean readBoolean(JsonParser in, String at) {
    JsonToken token = in.currentToken();
    expect(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, at, "true or false");
    return token == JsonToken.VALUE_TRUE;
  }

  private static String readString(JsonParser in, String at, String expected) {
    expect(in.currentToken() == JsonToken.VALUE_STRING, at, expected);
    return in.getString();
  }

  private static ByteString readBytes(JsonParser in, String at, FieldDescriptor field) {
    String expected = "a string of 0x and an even number of hexadecimal digits";
    String text = readString(in, at, expected);
    expect(text.startsWith("0x"), at, expected);
    try {
      boolean address = JsonNames.isAddress(field) && text.length() == 2 + 2 * Address.SIZE;
      byte[] bytes = address ? Address.fromHex(text).toArray() : Hex.decode(text);
      return UnsafeByteOperations.unsafeWrap(bytes);
    } catch (IllegalArgumentException e) {
      String detail =
          e.getMessage() != null && e.getMessage().contains("EIP-55") ? e.getMessage() : expected;
      throw new WrongValueException(invalid(at, detail));
    }
  }

  private static EnumValueDescriptor readEnum(JsonParser in, String at, FieldDescriptor field) {
    List<EnumValueDescriptor> values =
        field.getEnumType().getValues().stream().filter(value -> value.getNumber() != 0).toList();
    String expected =
        values.stream().map(JsonNames::enumId).collect(Collectors.joining(", ", "one of ", ""));
    String id = readString(in, at, expected);
    return values.stream()
        .filter(value -> JsonNames.enumId(value).equals(id))
        .findFirst()
        .orElseThrow(() -> new WrongValueException(invalid(at, expected)));
  }

  private static void expect(boolean holds, String at, String expected) {
    if (!holds) {
      throw new WrongValueException(
          at.isEmpty()
              ? Refusal.of(
                  RefusalCode.MALFORMED_REQUEST, "body", expected, "the body must be " + expected)
              : invalid(at, expected));
    }
  }

  private static Refusal invalid(String at, String expected) {
    return Refusal.of(
        RefusalCode.INVALID_FIELD, at, expected, "member " + at + ": expected " + expected);
  }

  private static Refusal unknown(String at, List<Message.Builder> into) {
    String known =
        into.stream()
            .flatMap(builder -> builder.getDescriptorForType().getFields().stream())
            .map(FieldDescriptor::getJsonName)
            .collect(Collectors.joining(", "));
    return Refusal.of(
        RefusalCode.UNKNOWN_FIELD, at, known, "there is no member " + at + "; known are: " + known);
  }

  private static Refusal malformed(JacksonException e) {
    String place =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return Refusal.of(
        RefusalCode.MALFORMED_REQUEST, "body", "JSON", e.getOriginalMessage() + place);
  }

  /// Leaves the recursion; caught where reading began.
  private static final class WrongValueException extends RuntimeException {
    private final transient Refusal refusal;

    WrongValueException(Refusal refusal) {
      super(refusal.toString(), null, false, false);
      this.refusal = refusal;
    }
  }
}
