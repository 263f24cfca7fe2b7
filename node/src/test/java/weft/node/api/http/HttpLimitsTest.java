package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weft.node.api.ApiSettings;
import weft.node.api.fixture.GreedyAddress;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.IdleFlood;
import weft.node.api.fixture.IdleFlood.Greeting;
import weft.node.api.fixture.RawHttp;
import weft.node.api.fixture.SseReader;
import weft.node.api.fixture.TestNode;

/// What one HTTP client may use, and that others do not notice when it uses more.
final class HttpLimitsTest {
  private static final String STATUS =
      "GET /v1/status HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
  private static final String KEPT_STATUS = "GET /v1/status HTTP/1.1\r\nHost: test\r\n\r\n";
  private static final int PATIENCE_MS = 30_000;

  @Test
  void oversizedBodiesAreRefusedHoweverTheyCome() throws IOException {
    try (TestNode node = TestNode.start();
        HttpCalls http = new HttpCalls(node.httpPort())) {
      try (RawHttp announced = RawHttp.connect(node.httpPort())) {
        announced.send(
            "POST /v1/transactions HTTP/1.1\r\nHost: t\r\nContent-Length: 4194305\r\n\r\n");
        assertThat(announced.readAll())
            .startsWith("HTTP/1.1 413")
            .contains("request-too-large")
            .contains("4194304 bytes");
      }
      Answer chunked =
          http.send(
              http.request("/v1/transactions")
                  .POST(
                      HttpRequest.BodyPublishers.ofInputStream(
                          () -> new java.io.ByteArrayInputStream(new byte[(4 << 20) + 1])))
                  .build());
      assertThat(chunked.status()).isEqualTo(413);
      assertThat(http.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void bodiesThatExceedTheSharedMemoryAreRefused() {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withBodiesInFlight(256 << 10);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        HttpCalls http = new HttpCalls(node.httpPort())) {
      for (int i = 0; i < 5; i++) {
        Answer refused =
            http.postBytes("/v1/transactions", "application/octet-stream", new byte[1 << 20]);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().get("code").asString()).isEqualTo("overloaded");
        assertThat(
                http.postBytes("/v1/transactions", "application/octet-stream", new byte[100 << 10])
                    .status())
            .isEqualTo(400);
      }
    }
  }

  @Test
  void oversizedHeadersAndPathsAreRefusedWithAProblem() throws IOException {
    try (TestNode node = TestNode.start()) {
      try (RawHttp raw = RawHttp.connect(node.httpPort())) {
        raw.trySend(
            ("GET /v1/status HTTP/1.1\r\nHost: t\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(raw.readAll())
            .startsWith("HTTP/1.1 413")
            .contains("application/problem+json")
            .contains("\"field\":\"headers\"");
      }
      try (RawHttp raw = RawHttp.connect(node.httpPort())) {
        raw.send("GET /" + "p".repeat(5_000) + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
        assertThat(raw.readAll()).startsWith("HTTP/1.1 413").contains("\"limit\":\"4096 bytes\"");
      }
      try (RawHttp raw = RawHttp.connect(node.httpPort())) {
        raw.trySend(("GET /" + "p".repeat(50_000)).getBytes(StandardCharsets.US_ASCII));
        assertThat(raw.readAll()).startsWith("HTTP/1.1 413").contains("request-too-large");
      }
    }
  }

  @Test
  void requestsBeyondTheRateAreRefusedWithATimeToRetry() {
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(1, 5));
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      Answer answer = http.get("/v1/status");
      for (int i = 0; i < 100 && answer.status() == 200; i++) {
        answer = http.get("/v1/status");
      }
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.json().get("code").asString()).isEqualTo("rate-limited");
      assertThat(answer.json().get("limit").asString()).isEqualTo("1 requests/s per address");
      assertThat(answer.json().get("retryAfterMs").asLong()).isPositive();
      assertThat(answer.header("retry-after")).matches("[1-9]\\d*");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    }
  }

  @Test
  void aQuestionForTheOptionsCountsLikeAnyOther() {
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(1, 5));
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      Answer answer = http.send("OPTIONS", "/v1/status");
      assertThat(answer.status()).isEqualTo(204);
      for (int i = 0; i < 100 && answer.status() == 204; i++) {
        answer = http.send("OPTIONS", "/v1/status");
      }
      assertThat(answer.status()).isEqualTo(429);
      assertThat(new String(node.api().metrics().scrape(), StandardCharsets.UTF_8))
          .contains("status=\"204\"");
    }
  }

  @Test
  void aBusyAddressCanStillAskForTheNodesHealth() {
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(1, 5));
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      int status = 200;
      for (int i = 0; i < 100 && status == 200; i++) {
        status = http.get("/v1/status").status();
      }
      assertThat(status).isEqualTo(429);
      for (String probe : List.of("/healthz", "/readyz", "/metrics")) {
        assertThat(http.get(probe).status()).as(probe).isEqualTo(200);
      }
    }
  }

  @Test
  void anotherAddressHasItsOwnRate() throws IOException {
    ApiSettings settings =
        TestNode.settings().withClients(ApiSettings.Clients.DEFAULTS.withRate(1, 3));
    try (TestNode node = TestNode.start(settings)) {
      String greedy = "HTTP/1.1 200";
      for (int i = 0; i < 50 && greedy.startsWith("HTTP/1.1 200"); i++) {
        greedy = ask(node, "127.0.0.2");
      }
      assertThat(greedy).startsWith("HTTP/1.1 429");
      assertThat(ask(node, "127.0.0.3")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void streamsBeyondTheLimitAreRefusedAndClosedOnesMakeRoom() throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withStreams(ApiSettings.Streams.DEFAULTS.withCount(10, 2).withTimeouts(30_000, 100));
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      String path = "/v1/heads/stream?from=1";
      try (SseReader one = SseReader.open(node.httpPort(), path);
          SseReader two = SseReader.open(node.httpPort(), path)) {
        assertThat(one.next()).isPresent();
        assertThat(two.next()).isPresent();
        Answer refused = http.get(path);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("code").asString()).isEqualTo("too-many-streams");
      }
      Awaitility.await()
          .atMost(Duration.ofMillis(PATIENCE_MS))
          .until(
              () -> {
                try (SseReader again = SseReader.open(node.httpPort(), path)) {
                  return again.next().filter(event -> event.id().equals("1")).isPresent();
                }
              });
    }
  }

  @Test
  void aSenderThatDripsItsHeadersIsDropped() throws IOException {
    try (TestNode node = TestNode.start(impatient());
        RawHttp drip = RawHttp.connect(node.httpPort())) {
      drip.send("GET /v1/status HTTP/1.1\r\nX: ");
      boolean taken = true;
      long deadlineNs = System.nanoTime() + Duration.ofMillis(PATIENCE_MS).toNanos();
      drip.socket().setSoTimeout(50);
      while (taken && System.nanoTime() < deadlineNs) {
        taken = drip.trySend("y".getBytes(StandardCharsets.US_ASCII)) && !drip.closesWithin(50);
      }
      assertThat(taken).isFalse();
    }
  }

  @Test
  void aSenderThatDripsItsBodyIsToldSo() throws IOException {
    try (TestNode node = TestNode.start(impatient());
        RawHttp drip = RawHttp.connect(node.httpPort())) {
      drip.send("POST /v1/transactions HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n");
      StringBuilder answer = new StringBuilder();
      drip.socket().setSoTimeout(50);
      long deadlineNs = System.nanoTime() + Duration.ofMillis(PATIENCE_MS).toNanos();
      while (answer.isEmpty() && System.nanoTime() < deadlineNs) {
        drip.trySend(" ".getBytes(StandardCharsets.US_ASCII));
        answer.append(drip.readSome());
      }
      assertThat(answer.toString()).startsWith("HTTP/1.1 408").contains("request-timeout");
    }
  }

  @Test
  void aSenderThatStopsInItsBodyIsDropped() throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withRequests(ApiSettings.Requests.DEFAULTS.withTimeouts(10_000, 600_000, 300));
    try (TestNode node = TestNode.start(settings);
        RawHttp silent = RawHttp.connect(node.httpPort())) {
      silent.send("POST /v1/transactions HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n{");
      assertThat(silent.closesWithin(PATIENCE_MS)).isTrue();
    }
  }

  @Test
  void anAddressWithManySlowBodiesLeavesMemoryToOthers() throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withRequests(ApiSettings.Requests.DEFAULTS.withBodiesInFlight(8L << 20));
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      List<RawHttp> greedy = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          RawHttp one = RawHttp.connect(node.httpPort(), "127.0.0.2");
          greedy.add(one);
          one.send("POST /v1/transactions HTTP/1.1\r\nHost: t\r\nContent-Length: 4000000\r\n\r\n");
          one.trySend(new byte[3_000_000]);
        }
        Answer honest =
            http.postBytes("/v1/transactions", "application/octet-stream", new byte[3 << 20]);
        // The whole body was taken and read.
        assertThat(honest.json().get("code").asString()).isEqualTo("transaction-too-large");
      } finally {
        closeAll(greedy);
      }
    }
  }

  @Test
  void answersThatNobodyReadsAreBoundedAndOthersAreServed() throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withRequests(ApiSettings.Requests.DEFAULTS.withAnswersInFlight(64 << 20));
    String path = "/v1/rollups/amm-east/lane?from=1";
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      for (int i = 0; i < 10; i++) {
        node.laneBlock(TestNode.EAST, "x".repeat(400_000));
      }
      List<RawHttp> greedy = new ArrayList<>();
      List<String> statuses = new ArrayList<>();
      try {
        for (int i = 0; i < 4; i++) {
          RawHttp one = RawHttp.connect(node.httpPort(), "127.0.0.2");
          greedy.add(one);
          one.send("GET " + path + " HTTP/1.1\r\nHost: t\r\n\r\n");
          statuses.add(one.readSome().substring(0, "HTTP/1.1 200".length()));
        }
        assertThat(statuses)
            .containsExactly("HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 503", "HTTP/1.1 503");
        assertThat(http.get(path).json().get("laneBlocks").size()).isEqualTo(10);
      } finally {
        closeAll(greedy);
      }
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    try (TestNode node = TestNode.start(impatient());
        RawHttp silent = RawHttp.connect(node.httpPort());
        RawHttp once = RawHttp.connect(node.httpPort())) {
      once.send("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n");
      assertThat(silent.closesWithin(PATIENCE_MS)).isTrue();
      assertThat(once.closesWithin(PATIENCE_MS)).isTrue();
    }
  }

  @Test
  void aSlowReaderOfEventsLosesItsConnectionAndResumesWithoutGap() throws IOException {
    ApiSettings settings =
        TestNode.settings().withStreams(ApiSettings.Streams.DEFAULTS.withTimeouts(500, 200));
    try (TestNode node = TestNode.start(settings);
        HttpCalls http = new HttpCalls(node.httpPort())) {
      int count = 30;
      String large = "x".repeat(400_000);
      for (int i = 0; i < count; i++) {
        node.laneBlock(TestNode.EAST, large);
      }
      String path = "/v1/rollups/amm-east/lane/stream?from=1";
      List<String> ids = new ArrayList<>();
      try (SseReader slow = SseReader.open(node.httpPort(), path)) {
        Awaitility.await()
            .atMost(Duration.ofMillis(PATIENCE_MS))
            .until(
                () ->
                    http.get("/metrics")
                        .text()
                        .contains(
                            "weft_api_streams_ended_total{kind=\"lane\",reason=\"slow-reader\"}"));
        ids.addAll(slow.idsUntilEnd());
      }
      assertThat(ids.size()).isLessThan(count);
      String last = ids.isEmpty() ? "0" : ids.getLast();
      try (SseReader resumed = SseReader.open(node.httpPort(), path, "Last-Event-ID: " + last)) {
        for (int i = Integer.parseInt(last) + 1; i <= count; i++) {
          assertThat(resumed.next().map(SseReader.Event::id)).contains(Integer.toString(i));
        }
      }
    }
  }

  @Test
  void aReaderWhoTakesNothingOfTheDescriptionLosesItsConnection() throws IOException {
    ApiSettings settings =
        TestNode.settings().withStreams(ApiSettings.Streams.DEFAULTS.withTimeouts(500, 200));
    try (TestNode node = TestNode.start(settings);
        RawHttp reader = RawHttp.connect(node.httpPort())) {
      // Far more than sockets hold.
      reader.send("GET /openapi.json HTTP/1.1\r\nHost: t\r\n\r\n".repeat(300));
      assertThat(reader.socket().getInputStream().read()).isEqualTo('H');
      Awaitility.await()
          .atMost(Duration.ofMillis(PATIENCE_MS))
          .until(() -> Greeting.HTTP.connections(node) == 0);
    }
  }

  @Test
  void oneAddressCannotTakeAllConnections() throws IOException {
    ApiSettings settings =
        TestNode.settings().withClients(TestNode.settings().clients().withConnections(100, 10));
    try (TestNode node = TestNode.start(settings)) {
      List<RawHttp> greedy = new ArrayList<>();
      try {
        for (int i = 0; i < 30; i++) {
          greedy.add(RawHttp.connect(node.httpPort(), "127.0.0.2"));
        }
        int served = 0;
        for (RawHttp one : greedy) {
          one.trySend(KEPT_STATUS.getBytes(StandardCharsets.US_ASCII));
          served += one.readSome().startsWith("HTTP/1.1 200") ? 1 : 0;
        }
        assertThat(served).isEqualTo(10);
        assertThat(ask(node, "127.0.0.3")).startsWith("HTTP/1.1 200");
      } finally {
        closeAll(greedy);
      }
    }
  }

  @Test
  void aFullHouseOfIdleConnectionsMakesRoomForANewcomer() throws IOException {
    ApiSettings settings =
        TestNode.settings().withClients(TestNode.settings().clients().withConnections(20, 20));
    try (TestNode node = TestNode.start(settings)) {
      List<RawHttp> idle = new ArrayList<>();
      try {
        for (int i = 0; i < 20; i++) {
          idle.add(RawHttp.connect(node.httpPort(), "127.0.0." + (2 + i)));
        }
        Awaitility.await()
            .atMost(Duration.ofMillis(PATIENCE_MS))
            .until(() -> ask(node, "127.0.0.1").startsWith("HTTP/1.1 200"));
        assertThat(ask(node, "127.0.0.1")).startsWith("HTTP/1.1 200");
      } finally {
        closeAll(idle);
      }
    }
  }

  @Test
  void aThousandIdleConnectionsDoNotStopHonestTraffic() throws IOException {
    honestTrafficAmongIdle(1_000);
  }

  @Test
  @Tag("slow")
  void tenThousandIdleConnectionsDoNotStopHonestTraffic() throws IOException {
    honestTrafficAmongIdle(10_000);
  }

  private static void honestTrafficAmongIdle(int count) throws IOException {
    ApiSettings settings =
        TestNode.settings()
            .withClients(TestNode.settings().clients().withConnections(count + 100, count));
    try (TestNode node = TestNode.start(GreedyAddress.patient(settings));
        HttpCalls http = new HttpCalls(node.httpPort());
        IdleFlood _ = IdleFlood.open(node.httpPort(), Greeting.HTTP, count, 50)) {
      GreedyAddress.awaitConnections(node, Greeting.HTTP, count);
      long startNs = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        node.laneBlock(TestNode.EAST, "honest " + i);
        assertThat(http.get("/v1/status").status()).isEqualTo(200);
      }
      assertThat(http.get("/v1/rollups/amm-east/lane").json().get("latestLaneHeight").asInt())
          .isEqualTo(50);
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(30));
      assertThat(Greeting.HTTP.connections(node)).isGreaterThanOrEqualTo(count);
    }
  }

  @Test
  void oneAddressWithAllItsConnectionsDoesNotStopAnother() throws IOException {
    try (GreedyAddress greedy = GreedyAddress.at(Greeting.HTTP)) {
      for (int i = 0; i < 50; i++) {
        assertThat(ask(greedy.node(), "127.0.0.2")).startsWith("HTTP/1.1 200");
      }
      Awaitility.await()
          .atMost(Duration.ofMillis(PATIENCE_MS))
          .until(() -> Greeting.HTTP.connections(greedy.node()) == GreedyAddress.MOST);
    }
  }

  @Test
  void metricsAndTheDescriptionCountAsMemoryAndProbesDoNot() throws IOException {
    ApiSettings.Requests limits = ApiSettings.Requests.DEFAULTS.withAnswersInFlight(4 << 10);
    try (TestNode node = TestNode.start(TestNode.settings().withRequests(limits));
        HttpCalls http = new HttpCalls(node.httpPort())) {
      for (String large : List.of("/metrics", "/openapi.json")) {
        Answer answer = http.get(large);
        assertThat(answer.status()).as(large).isEqualTo(503);
        assertThat(answer.json().get("code").asString()).isEqualTo("overloaded");
      }
      assertThat(http.get("/healthz").text()).isEqualTo("ok\n");
      assertThat(http.get("/readyz").status()).isEqualTo(200);
    }
  }

  private static ApiSettings impatient() {
    return TestNode.settings()
        .withRequests(ApiSettings.Requests.DEFAULTS.withTimeouts(400, 800, 600));
  }

  private static String ask(TestNode node, String fromAddress) throws IOException {
    try (RawHttp raw = RawHttp.connect(node.httpPort(), fromAddress)) {
      return raw.trySend(STATUS.getBytes(StandardCharsets.US_ASCII)) ? raw.readAll() : "";
    }
  }

  private static void closeAll(List<RawHttp> connections) throws IOException {
    for (RawHttp one : connections) {
      one.close();
    }
  }
}
