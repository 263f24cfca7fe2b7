package weft.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import weft.protocol.Mutator;

/// Makes hostile documents out of a good JSON document: mostly well formed, with parts missing,
/// doubled, or of another type; the rest with mutated bytes.
final class TreeMutator {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final byte[] good;

  TreeMutator(byte[] good) {
    this.good = good;
  }

  byte[] mutate(Mutator mutator) {
    if (mutator.below(3) == 0) {
      return mutator.mutate(good);
    }
    JsonNode root = JSON.readTree(good);
    int changes = 1 + mutator.below(2);
    for (int i = 0; i < changes; i++) {
      root = change(root, mutator);
    }
    return JSON.writeValueAsBytes(root);
  }

  private static JsonNode change(JsonNode root, Mutator mutator) {
    List<JsonNode> parents = new ArrayList<>();
    collect(root, parents);
    if (parents.isEmpty() || mutator.below(50) == 0) {
      return other(NODES.nullNode(), mutator);
    }
    switch (mutator.pick(parents)) {
      case ObjectNode object -> {
        String name = mutator.pick(List.copyOf(object.propertyNames()));
        switch (mutator.below(6)) {
          case 0 -> object.remove(name);
          case 1 -> object.set(name + "x", object.get(name));
          default -> object.set(name, other(object.get(name), mutator));
        }
      }
      case ArrayNode array -> {
        int at = mutator.below(array.size());
        switch (mutator.below(6)) {
          case 0 -> array.remove(at);
          case 1 -> array.insert(at, array.get(at));
          default -> array.set(at, other(array.get(at), mutator));
        }
      }
      default -> throw new IllegalStateException("only objects and arrays are parents");
    }
    return root;
  }

  /// All objects and arrays that hold something.
  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (node.isContainer() && !node.isEmpty()) {
      parents.add(node);
      node.forEach(child -> collect(child, parents));
    }
  }

  private static JsonNode other(JsonNode node, Mutator mutator) {
    return switch (mutator.below(10)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> NODES.numberNode(-1);
      case 3 -> NODES.numberNode(Long.MAX_VALUE);
      case 4 -> NODES.numberNode(0.5);
      case 5 -> NODES.arrayNode().add(node);
      case 6 -> NODES.objectNode().set("x", node);
      case 7 -> NODES.stringNode("0x");
      case 8 -> NODES.stringNode("x".repeat(mutator.below(300)));
      default ->
          NODES.stringNode(
              new String(
                  mutator.mutate(node.asString("").getBytes(StandardCharsets.UTF_8)),
                  StandardCharsets.UTF_8));
    };
  }
}
