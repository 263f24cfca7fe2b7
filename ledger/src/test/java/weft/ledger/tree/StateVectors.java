package weft.ledger.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.primitives.Bytes;

/// The published vectors of the state, docs/protocol/vectors/state.json. Module protocol makes
/// them.
final class StateVectors {
  private StateVectors() {}

  static JsonNode read() {
    Path root = Path.of(System.getProperty("weft.root", ".."));
    try {
      return JsonMapper.shared()
          .readTree(Files.readString(root.resolve("docs/protocol/vectors/state.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes bytes(JsonNode node, String name) {
    return Bytes.fromHex(node.get(name).asString());
  }
}
