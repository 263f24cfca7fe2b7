package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.TestNode;
import weft.node.api.wire.RefusalKind;
import weft.protocol.refusal.RefusalCode;

/// Health, metrics, problem types, headers, and requests that fit no route.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeRoutesTest {
  private TestNode node;
  private HttpCalls http;

  @BeforeAll
  void start() {
    node = TestNode.start(TestNode.settings().withCorsOrigins(List.of("https://app.example")));
    http = new HttpCalls(node.httpPort());
  }

  @AfterAll
  void stop() {
    http.close();
    node.close();
  }

  @Test
  void healthAndReadinessAnswerInText() {
    assertThat(http.get("/healthz").text()).isEqualTo("ok\n");
    assertThat(http.get("/readyz").text()).startsWith("ok at height ");
  }

  @Test
  void aHaltedEngineIsNotReadyAndSaysWhatToDo() {
    try (TestNode halted = TestNode.start();
        HttpCalls calls = new HttpCalls(halted.httpPort())) {
      halted.halt("the disk is full");
      Answer answer = calls.get("/readyz");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("code").asString()).isEqualTo("node-not-ready");
      assertThat(answer.json().get("detail").asString()).contains("the disk is full");
      assertThat(answer.json().get("nextStep").asString()).isEqualTo("Repair the disk.");
      assertThat(answer.header("retry-after")).isEqualTo("1");
      assertThat(calls.get("/healthz").status()).isEqualTo(200);
      assertThat(calls.get("/metrics").text()).contains("weft_engine_state{state=\"halted\"} 1.0");
    }
  }

  @Test
  void metricsAreInThePrometheusTextFormat() {
    Answer answer = http.get("/metrics");
    assertThat(answer.header("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.text()).contains("# TYPE weft_block_height gauge");
  }

  @Test
  void eachProblemTypeIsAPage() {
    for (RefusalCode code : RefusalCode.values()) {
      Answer answer = http.get("/problems/" + code.id());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("status").asInt()).isEqualTo(RefusalKind.of(code).httpStatus());
      assertThat(answer.json().get("nextStep").asString()).isEqualTo(code.nextStep());
    }
    assertThat(http.get("/problems/no-such-code").json().get("code").asString())
        .isEqualTo("not-found");
  }

  @Test
  void whatFitsNoRouteIsAProblemToo() {
    Answer missing = http.get("/v2/status");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().get("code").asString()).isEqualTo("not-found");
    Answer wrongMethod = http.send("DELETE", "/v1/status");
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.json().get("code").asString()).isEqualTo("method-not-allowed");
    assertThat(http.get("/v1/transactions").json().get("code").asString())
        .isEqualTo("method-not-allowed");
    assertThat(http.get("/metrics").text())
        .contains("weft_api_requests_total{interface=\"http\",route=\"unmatched\",status=\"404\"}")
        .contains("weft_api_requests_total{interface=\"http\",route=\"unmatched\",status=\"405\"}");
  }

  @Test
  void answersCarrySecurityHeadersAndNoVersion() {
    for (String path : List.of("/v1/status", "/nothing", "/healthz")) {
      Answer answer = http.get(path);
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.header("content-security-policy")).contains("default-src 'none'");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.header("server")).isEmpty();
      assertThat(answer.header("x-powered-by")).isEmpty();
    }
  }

  @Test
  void onlyConfiguredOriginsMayCall() {
    assertThat(origin("https://app.example", "/v1/status")).isEqualTo("https://app.example");
    assertThat(origin("https://other.example", "/v1/status")).isEmpty();
    Answer preflight =
        http.send(
            "OPTIONS",
            "/v1/transactions",
            "Origin",
            "https://app.example",
            "Access-Control-Request-Method",
            "POST");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-methods")).contains("POST");
    assertThat(preflight.header("access-control-allow-headers")).contains("Content-Type");
    try (TestNode closed = TestNode.start();
        HttpCalls calls = new HttpCalls(closed.httpPort())) {
      assertThat(
              calls
                  .get("/v1/status", "Origin", "https://app.example")
                  .header("access-control-allow-origin"))
          .isEmpty();
    }
  }

  private String origin(String origin, String path) {
    return http.get(path, "Origin", origin).header("access-control-allow-origin");
  }
}
