package weft.node.api.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as UTF-8 bytes.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// What the writer wrote, which must be one JSON value.
  public static byte[] bytes(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    write(out, writer);
    return out.toByteArray();
  }

  /// Writes one JSON value to a stream and flushes it.
  public static void write(OutputStream out, Consumer<JsonGenerator> writer) {
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      writer.accept(generator);
    }
  }
}
