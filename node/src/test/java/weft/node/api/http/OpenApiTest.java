package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import weft.node.api.fixture.DocumentedStatuses;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.TestNode;
import weft.node.api.wire.Calls;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.Hint;
import weft.protocol.wire.LaneBlock;
import weft.protocol.wire.Receipt;
import weft.protocol.wire.TransactionBody;

/// The served OpenAPI document says what the routes do, no more and no less.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final Set<String> METHODS = Set.of("get", "post");

  private TestNode node;
  private HttpCalls http;
  private JsonNode document;
  private List<Route> routes;

  @BeforeAll
  void start() {
    node = TestNode.start();
    http = new HttpCalls(node.httpPort());
    document = http.get("/openapi.json").json();
    Calls calls = Calls.of(node.services(), TestNode.settings(), node.api().metrics());
    routes =
        RouteTable.of(
            node.services(),
            TestNode.settings(),
            calls,
            new SseStream(TestNode.settings().streams(), calls.gate(), calls.metrics()));
  }

  @AfterAll
  void stop() {
    http.close();
    node.close();
  }

  @Test
  void eachRouteIsDocumentedAndEachDocumentedPathIsARoute() {
    Set<String> served = new TreeSet<>();
    routes.forEach(route -> served.add(method(route) + " " + route.path()));
    Set<String> documented = new TreeSet<>();
    operations((path, method, _) -> documented.add(method + " " + path));
    assertThat(documented).isEqualTo(served);
  }

  @Test
  void parametersAreThoseOfTheRoute() {
    for (Route route : routes) {
      JsonNode operation = document.get("paths").get(route.path()).get(method(route));
      assertThat(parameters(operation, "query")).as(route.path()).isEqualTo(route.query());
      Set<String> inPath = new TreeSet<>();
      Matcher matcher = PARAMETER.matcher(route.path());
      while (matcher.find()) {
        inPath.add(matcher.group(1));
      }
      assertThat(parameters(operation, "path")).as(route.path()).isEqualTo(inPath);
    }
  }

  @Test
  void theDocumentIsValidByStructure() {
    assertThat(document.get("openapi").asString()).startsWith("3.1.");
    assertThat(document.get("info").get("title").asString()).isNotEmpty();
    assertThat(document.get("info").get("version").asString()).isNotEmpty();
    Set<String> ids = new HashSet<>();
    Set<String> tags = new HashSet<>();
    document.get("tags").forEach(tag -> tags.add(tag.get("name").asString()));
    operations(
        (path, method, operation) -> {
          String name = method + " " + path;
          assertThat(ids.add(operation.get("operationId").asString())).as(name).isTrue();
          assertThat(tags).as(name).contains(operation.get("tags").get(0).asString());
          assertThat(operation.get("summary").asString()).as(name).endsWith(".");
          assertThat(operation.get("responses").propertyNames())
              .as(name)
              .allMatch(status -> status.matches("[2-5]\\d\\d"))
              .anyMatch(status -> status.startsWith("2"));
          operation
              .get("responses")
              .forEach(
                  answer -> {
                    JsonNode response = resolved(answer);
                    assertThat(response.get("description").asString()).as(name).isNotEmpty();
                    response
                        .get("content")
                        .forEach(content -> assertThat(content.has("schema")).as(name).isTrue());
                  });
        });
  }

  private JsonNode resolved(JsonNode response) {
    if (!response.has("$ref")) {
      return response;
    }
    String name = response.get("$ref").asString();
    String shared = "#/components/responses/";
    assertThat(name).startsWith(shared);
    return document.get("components").get("responses").get(name.substring(shared.length()));
  }

  /// [HttpCalls] compares every answer of every test with the document; these are answers that
  /// stand before each route.
  @Test
  void whatEveryOperationCanAnswerIsListedForEach() {
    operations(
        (path, method, operation) ->
            assertThat(operation.get("responses").propertyNames())
                .as(method + " " + path)
                .contains("400", "413", "429", "500", "503")
                .containsAll(method.equals("post") ? Set.of("408", "415") : Set.of()));
  }

  @Test
  void anAnswerThatIsNotListedIsFound() {
    assertThat(DocumentedStatuses.allow("GET", "/v1/status", 200)).isTrue();
    assertThat(DocumentedStatuses.allow("GET", "/v1/status", 404)).isFalse();
    assertThat(DocumentedStatuses.allow("GET", "/v1/blocks/17", 404)).isTrue();
    assertThat(DocumentedStatuses.allow("GET", "/v1/blocks/17", 409)).isFalse();
    assertThat(DocumentedStatuses.allow("POST", "/v1/transactions/batch", 409)).isFalse();
    assertThat(DocumentedStatuses.allow("GET", "/no/such/path", 404)).isTrue();
  }

  @Test
  void eachReferenceLeadsToAComponentAndEachComponentIsUsed() {
    Set<String> used = new TreeSet<>();
    references(document, used::add);
    Set<String> there = new TreeSet<>();
    for (Map.Entry<String, JsonNode> kind : document.get("components").properties()) {
      kind.getValue()
          .propertyNames()
          .forEach(name -> there.add("#/components/" + kind.getKey() + "/" + name));
    }
    assertThat(there).containsAll(used);
    // What is only named in the description of an event stream is not referred to.
    there.removeAll(used);
    assertThat(there).containsExactly("#/components/schemas/Head", "#/components/schemas/Hint");
  }

  @Test
  void schemasOfWireMessagesHaveTheirFields() {
    int compared = 0;
    List<Descriptor> messages = new ArrayList<>();
    messages.addAll(LaneBlock.getDescriptor().getFile().getMessageTypes());
    messages.addAll(BlockAuctions.getDescriptor().getFile().getMessageTypes());
    messages.addAll(TransactionBody.getDescriptor().getFile().getMessageTypes());
    messages.addAll(Receipt.getDescriptor().getFile().getMessageTypes());
    messages.addAll(Hint.getDescriptor().getFile().getMessageTypes());
    for (Descriptor message : messages) {
      JsonNode schema = document.get("components").get("schemas").get(message.getName());
      if (schema != null) {
        Set<String> names = new TreeSet<>();
        for (FieldDescriptor field : message.getFields()) {
          names.add(field.getJsonName());
        }
        assertThat(new TreeSet<>(schema.get("properties").propertyNames()))
            .as(message.getName())
            .isEqualTo(names);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  private interface OperationReader {
    void read(String path, String method, JsonNode operation);
  }

  private void operations(OperationReader reader) {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        assertThat(METHODS).contains(operation.getKey());
        reader.read(path.getKey(), operation.getKey(), operation.getValue());
      }
    }
  }

  private static void references(JsonNode node, Consumer<String> found) {
    if (node.has("$ref")) {
      found.accept(node.get("$ref").asString());
    }
    node.forEach(child -> references(child, found));
  }

  private static Set<String> parameters(JsonNode operation, String where) {
    Set<String> names = new TreeSet<>();
    if (operation.has("parameters")) {
      operation
          .get("parameters")
          .forEach(
              parameter -> {
                if (parameter.get("in").asString().equals(where)) {
                  assertThat(names.add(parameter.get("name").asString())).isTrue();
                }
              });
    }
    return names;
  }

  private static String method(Route route) {
    return route.method().toString().toLowerCase(Locale.ROOT);
  }
}
