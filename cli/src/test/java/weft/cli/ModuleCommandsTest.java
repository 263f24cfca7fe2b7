package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `weft module`, and auctions that a registered module shares, against a real node.
final class ModuleCommandsTest {
  private static final Path EXAMPLE =
      Path.of(
          System.getProperty("weft.root", ".."),
          "examples/src/main/wasm/split-by-state/split-by-state.wasm");

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningNode node;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static String id;

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void registerTheExample() {
    node = new RunningNode();
    JsonNode registered = done("module", "register", EXAMPLE.toString(), "--json").json();
    id = registered.get("module").asString();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CommandRun done(String... words) {
    CommandRun run = node.run(words);
    assertThat(run.status()).as(run.describe()).isZero();
    return run;
  }

  @Test
  void aRegisteredModuleIsShownListedAndFetched() throws IOException, InterruptedException {
    JsonNode listed = done("module", "list", "--json").json().get("modules");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("module").asString()).isEqualTo(id);
    assertThat(listed.get(0).get("shares").asBoolean()).isTrue();
    assertThat(listed.get(0).get("selects").asBoolean()).isFalse();
    Path copy = folder.resolve("copy.wasm");
    assertThat(done("module", "show", id, "--out", copy.toString()).out())
        .contains("shares", "5,605 bytes");
    assertThat(copy).hasSameBinaryContentAs(EXAMPLE);
    assertThat(get("/v1/modules/" + id)).contains("\"code\":\"0x0061736d", "\"size\":5605");
    assertThat(get("/v1/modules")).contains(id).doesNotContain("0x0061736d");
    String absent = "0x" + "11".repeat(32);
    assertThat(get("/v1/modules/" + absent)).contains("module-not-found");
    assertThat(node.run("module", "show", absent).err()).contains("module-not-found");
  }

  private static String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void whatIsNoModuleIsRefusedBeforeItIsSent() throws IOException {
    Path broken = folder.resolve("broken.wasm");
    Files.write(broken, new byte[] {0, 1, 2});
    CommandRun run = node.run("module", "register", broken.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("module-refused");
  }

  /// The example splits by weights, 3 to 1; equal surplus would give each half.
  @Test
  void aModuleSharesWhatABidPays() {
    for (String[] rollup : List.of(new String[] {"east", "3"}, new String[] {"west", "1"})) {
      done(
          "rollup",
          "register",
          rollup[0],
          "--mechanism",
          "first/equal-surplus/none/" + rollup[1],
          "--sharing-module",
          id,
          "--market-asset",
          "weft");
    }
    done("bid", "bond", "1_000_000_000", "--key", "dev:3");
    JsonNode result =
        done(
                "bid",
                "submit",
                "--key",
                "dev:3",
                "--payload",
                "east=0x01",
                "--payload",
                "west=0x02",
                "--amount",
                "4_000",
                "--wait",
                "--json")
            .json()
            .get("result");
    assertThat(result.get("payments").get("east").asString()).isEqualTo("3000");
    assertThat(result.get("payments").get("west").asString()).isEqualTo("1000");
    String height = Long.toString(result.get("height").asLong());
    JsonNode auction = done("auction", "show", height, "--json").json().get("auctions").get(0);
    assertThat(auction.get("fallbacks")).isEmpty();
    assertThat(auction.get("fuelUsed").asLong()).isBetween(1_000L, 2_000L);
    assertThat(done("auction", "show", height).out())
        .contains("modules executed ", "of at most 2,000,000 instructions");
    assertThat(done("audit", "--from", height, "--to", height).out()).contains("no deviations");
  }
}
