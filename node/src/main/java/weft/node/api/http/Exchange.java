package weft.node.api.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.node.api.answer.Steps;
import weft.node.api.json.WireJsonReader;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.Hex;
import weft.primitives.MalformedException;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;

/// One request: its parts in the forms that routes need, and its connection.
///
/// A part of the wrong form throws a [MalformedException] that names it; the guard around every
/// route turns that into a refusal.
final class Exchange {
  private static final int MAX_DIGITS = 19;

  private final Context context;
  private final TrackedConnection connection;
  private final RequestBody body;

  Exchange(Context context, TrackedConnection connection, RequestBody body) {
    this.context = context;
    this.connection = connection;
    this.body = body;
  }

  Context context() {
    return context;
  }

  TrackedConnection connection() {
    return connection;
  }

  String path(String name) {
    return context.pathParam(name);
  }

  long pathNumber(String name) {
    return number(name, path(name));
  }

  ByteString pathHex(String name) {
    return hex(name, path(name));
  }

  ByteString pathAddress(String name) {
    return address(name, path(name));
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  /// A query parameter, or 0 if it is not there.
  long queryNumber(String name) {
    @Nullable String text = context.queryParam(name);
    return text == null ? 0 : number(name, text);
  }

  int queryCount(String name) {
    return (int) Math.min(queryNumber(name), Integer.MAX_VALUE);
  }

  boolean queryFlag(String name) {
    @Nullable String text = context.queryParam(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (!text.equals("true")) {
      throw new MalformedException(name, "must be true or false");
    }
    return true;
  }

  ByteString queryAddress(String name) {
    @Nullable String text = context.queryParam(name);
    return text == null ? ByteString.EMPTY : address(name, text);
  }

  Optional<Address> optionalAddress(String name) {
    return query(name).map(text -> Address.of(WireFields.bytes(address(name, text))));
  }

  Optional<Hash32> optionalHash(String name) {
    return query(name).map(text -> WireFields.hash(hex(name, text), name));
  }

  OptionalLong optionalNumber(String name) {
    return query(name)
        .map(text -> OptionalLong.of(number(name, text)))
        .orElseGet(OptionalLong::empty);
  }

  /// The whole body.
  Checked<byte[]> body() throws IOException {
    return body.read();
  }

  /// The whole body, which must be JSON; not looked into.
  Checked<byte[]> jsonBytes() throws IOException {
    return body.readJson();
  }

  /// Reads the body as one JSON object into messages.
  ///
  /// @return the names of the members that were there
  Checked<Set<String>> json(Message.Builder... into) throws IOException {
    return Steps.then(jsonBytes(), bytes -> WireJsonReader.read(bytes, into));
  }

  boolean isOctetStream() {
    return body.isOctetStream();
  }

  /// A number from 0 to 2^63-1.
  static long number(String name, String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new MalformedException(name, "exceeds 2^63-1");
      }
    }
    throw new MalformedException(name, "must be a decimal number from 0 to 2^63-1");
  }

  private static ByteString hex(String name, String text) {
    if (!text.startsWith("0x")) {
      throw new MalformedException(name, "must be hexadecimal with 0x");
    }
    try {
      return UnsafeByteOperations.unsafeWrap(Hex.decode(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(name, "must be an even number of hexadecimal digits after 0x");
    }
  }

  private static ByteString address(String name, String text) {
    ByteString bytes = hex(name, text);
    if (bytes.size() != Address.SIZE) {
      throw new MalformedException(name, "must be an address of 20 bytes");
    }
    try {
      return UnsafeByteOperations.unsafeWrap(Address.fromHex(text).toArray());
    } catch (IllegalArgumentException e) {
      throw new MalformedException(name, Objects.requireNonNullElse(e.getMessage(), "is wrong"));
    }
  }
}
