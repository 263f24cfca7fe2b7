package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.RawHttp;
import weft.node.api.fixture.TestNode;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.transaction.Transaction;

/// Whatever comes over HTTP: an answer below 500 or a closed connection, never a fault, never
/// silence.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpFuzzTest {
  private static final int THREADS = 4;

  /// A closed connection holds its port for a minute, so many come from many addresses.
  private static final int SOURCE_ADDRESSES = 200;

  private TestNode node;
  private List<byte[]> requests;
  private List<String> bodies;

  @BeforeAll
  void start() {
    node =
        TestNode.start(
            TestNode.settings()
                .withRequests(ApiSettings.Requests.DEFAULTS.withTimeouts(2_000, 2_000, 2_000))
                .withStreams(ApiSettings.Streams.DEFAULTS.withTimeouts(5_000, 100)));
    node.laneBlock(TestNode.EAST, "one");
    Transaction transaction =
        TestNode.signAt(
            TestNode.BOB,
            new weft.protocol.transaction.Nonce(9, 500),
            weft.primitives.Amount.of(1),
            TestNode.payload(TestNode.EAST, "fuzz"));
    bodies =
        List.of(
            "{\"transaction\":\"0x" + transaction.envelope().toHex() + "\"}",
            "{\"body\":\"0x%s\",\"scheme\":\"eip712\",\"signature\":\"0x%s\"}"
                .formatted(
                    transaction.bodyBytes().toHex(), transaction.signature().bytes().toHex()),
            "{\"transactions\":[\"0x" + transaction.envelope().toHex() + "\",\"0x00\"]}",
            "{\"account\":\""
                + TestNode.BOB.address()
                + "\",\"channel\":1,\"maxFee\":\"10\",\"actions\":[{\"submit\":{\"rollup\":"
                + "\"amm-east\",\"payloads\":[{\"data\":\"0x01\",\"gasLimit\":0}]}},"
                + "{\"transfer\":{\"to\":\"0x"
                + "11".repeat(20)
                + "\",\"asset\":\"weft\",\"amount\":\"5\"}},{\"registerRollup\":{\"name\":\"abc\","
                + "\"terms\":{\"policy\":\"priority\",\"submitters\":[],\"gas\":{\"capPerBlock\":1}}}}"
                + "]}");
    requests = new ArrayList<>();
    for (String path :
        List.of(
            "/v1/status",
            "/v1/transactions/" + transaction.hash(),
            "/v1/rollups/amm-east/lane?from=1&count=2&decode=true",
            "/v1/rollups/amm-east/lane/1/payloads/0/proof",
            "/v1/rollups/amm-east/at/3",
            "/v1/blocks/latest?transactions=true",
            "/v1/accounts/" + TestNode.BOB.address(),
            "/v1/state/0x636861696e",
            "/v1/fees")) {
      requests.add(bytes("GET " + path + " HTTP/1.1\r\nHost: t\r\nAccept: */*\r\n\r\n"));
    }
    for (String body : bodies) {
      requests.add(
          bytes(
              "POST /v1/transactions HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body)));
    }
    requests.add(
        bytes(
            "POST /v1/fees/estimate HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n%s"
                .formatted(String.join("\r\n", "5", "{\"bod", "6", "y\":\"\"}", "0", "", ""))));
  }

  @AfterAll
  void stop() {
    try (HttpCalls http = new HttpCalls(node.httpPort())) {
      assertThat(http.get("/v1/status").status()).isEqualTo(200);
      assertThat(http.get("/metrics").text()).doesNotContain("status=\"5");
    }
    node.close();
  }

  @Test
  void mutatedBytesNeverGetAFaultNorSilence() throws Exception {
    inThreads(Fuzz.few("HttpFuzzTest, raw", 8_000), this::rawCase);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void manyMutatedBytesNeverGetAFaultNorSilence() throws Exception {
    inThreads(Fuzz.many("HttpFuzzTest, raw", 100_000), this::rawCase);
  }

  @Test
  void mutatedJsonNeverGetsAFault() throws Exception {
    jsonCases(Fuzz.few("HttpFuzzTest, JSON", 12_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void muchMutatedJsonNeverGetsAFault() throws Exception {
    jsonCases(Fuzz.many("HttpFuzzTest, JSON", 150_000));
  }

  private void jsonCases(Fuzz fuzz) throws Exception {
    List<String> paths =
        List.of(
            "/v1/transactions",
            "/v1/transactions/batch",
            "/v1/transactions/prepare",
            "/v1/fees/estimate");
    try (HttpCalls http = new HttpCalls(node.httpPort())) {
      inThreads(
          fuzz,
          seed -> {
            Mutator mutator = new Mutator(seed);
            byte[] body = mutator.mutate(bytes(mutator.pick(bodies)));
            Answer answer =
                http.send(
                    http.request(mutator.pick(paths))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
            assertThat(answer.status()).as("seed %s: %s", seed, answer.text()).isBetween(200, 499);
            if (answer.status() >= 300) {
              assertThat(answer.json().get("code").asString()).as("seed %s", seed).isNotEmpty();
            }
          });
    }
  }

  /// What it opens would never end, so only its first bytes are read.
  @Test
  void mutatedEventIdsNeverGetAFault() throws Exception {
    List<String> ids =
        List.of("0", "2", "9223372036854775806", "9223372036854775807", "18446744073709551616");
    inThreads(
        Fuzz.few("HttpFuzzTest, event ids", 400),
        seed -> {
          Mutator mutator = new Mutator(seed);
          String id = mutator.pick(ids);
          byte[] sent = mutator.below(2) == 0 ? bytes(id) : mutator.mutate(bytes(id));
          try (RawHttp raw = RawHttp.connect(node.httpPort())) {
            raw.trySend(bytes("GET /v1/heads/stream HTTP/1.1\r\nHost: t\r\nLast-Event-ID: "));
            raw.trySend(sent);
            raw.trySend(bytes("\r\n\r\n"));
            assertThat(raw.readSome()).as("seed %s", seed).doesNotStartWith("HTTP/1.1 5");
          }
        });
  }

  private void rawCase(long seed) throws IOException {
    Mutator mutator = new Mutator(seed);
    byte[] request =
        mutator.below(20) == 0 ? mutator.noise(300) : mutator.mutate(mutator.pick(requests));
    String from = "127.0.0." + (2 + Math.floorMod(seed, SOURCE_ADDRESSES));
    try (RawHttp raw = RawHttp.connect(node.httpPort(), from)) {
      raw.trySend(request);
      try {
        raw.socket().shutdownOutput();
      } catch (IOException e) {
        // The node has closed already.
        return;
      }
      String answer = raw.readAll();
      assertThat(answer)
          .as("seed %s", seed)
          .doesNotStartWith("HTTP/1.1 5")
          .doesNotStartWith("HTTP/1.0 5");
      assertThat(answer).as("seed %s", seed).doesNotContain("Exception").doesNotContain("\tat ");
    }
  }

  private interface Case {
    void run(long seed) throws Exception;
  }

  private static void inThreads(Fuzz fuzz, Case one) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        running.add(
            threads.submit(
                () -> {
                  for (int i = first; i < fuzz.cases(); i += THREADS) {
                    one.run(fuzz.seed(i));
                  }
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        try {
          thread.get();
        } catch (ExecutionException e) {
          threads.shutdownNow();
          throw e;
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
