package weft.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;

/// The stored tree makes the published roots and proofs, byte for byte.
class PublishedTreeTest {
  @Test
  void theTreeMakesThePublishedRootsAndProofs() {
    JsonNode vectors = StateVectors.read();
    int proofs = 0;
    for (JsonNode published : vectors.get("states")) {
      TestTree tree = new TestTree();
      tree.commit(entries(published));
      assertThat(tree.root.toString()).isEqualTo(published.get("root").asString());
      for (JsonNode one : vectors.get("proofs")) {
        if (one.has("state") && one.get("state").equals(published.get("name"))) {
          assertThat(tree.prove(StateVectors.bytes(one, "key")).toIcs23())
              .as(one.get("about").asString())
              .isEqualTo(StateVectors.bytes(one.get("proof"), "ics23"));
          proofs++;
        }
      }
    }
    assertThat(proofs).isGreaterThan(5);
  }

  private static NavigableMap<Bytes, @Nullable Bytes> entries(JsonNode state) {
    NavigableMap<Bytes, @Nullable Bytes> entries = new TreeMap<>();
    for (JsonNode entry : state.get("entries")) {
      entries.put(StateVectors.bytes(entry, "key"), StateVectors.bytes(entry, "value"));
    }
    return entries;
  }
}
