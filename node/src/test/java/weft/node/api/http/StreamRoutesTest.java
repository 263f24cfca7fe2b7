package weft.node.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import weft.node.api.fixture.HttpCalls;
import weft.node.api.fixture.HttpCalls.Answer;
import weft.node.api.fixture.SseReader;
import weft.node.api.fixture.SseReader.Event;
import weft.node.api.fixture.TestNode;
import weft.primitives.Amount;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;

/// Streams as server-sent events.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamRoutesTest {
  private TestNode node;

  @BeforeAll
  void start() {
    node = TestNode.start();
    node.laneBlock(TestNode.EAST, "one");
    node.laneBlock(TestNode.EAST, "two");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aLaneStreamGoesFromHistoryIntoTheLiveAndResumesAfterTheLastEventId() throws IOException {
    String path = "/v1/rollups/amm-east/lane/stream?from=1&decode=true";
    try (SseReader reader = SseReader.open(node.httpPort(), path)) {
      assertThat(ids(reader, 2)).containsExactly("1", "2");
      node.laneBlock(TestNode.WEST, "not for east");
      node.laneBlock(TestNode.EAST, "three");
      Event live = next(reader);
      assertThat(live.id()).isEqualTo("3");
      assertThat(live.name()).isEqualTo("lane");
      assertThat(live.json().get("lane").get("laneHeight").asLong()).isEqualTo(3);
      assertThat(live.json().get("payloads").get(0).get("data").asString()).startsWith("0x");
    }
    try (SseReader reader = SseReader.open(node.httpPort(), path, "Last-Event-ID: 2")) {
      assertThat(ids(reader, 1)).containsExactly("3");
      node.laneBlock(TestNode.EAST, "four");
      assertThat(ids(reader, 1)).containsExactly("4");
    }
  }

  @Test
  void aStreamMayBeginBeforeItsFirstLaneBlockIsThere() throws IOException {
    String path = "/v1/rollups/amm-west/lane/stream?from=1000000";
    try (SseReader reader = SseReader.open(node.httpPort(), path);
        SseReader heads = SseReader.open(node.httpPort(), "/v1/heads/stream?from=1")) {
      assertThat(next(heads).id()).isEqualTo("1");
      node.laneBlock(TestNode.WEST, "one more");
      reader.socket().setSoTimeout(300);
      org.assertj.core.api.Assertions.assertThatThrownBy(reader::next)
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void nothingCanComeAfterTheLargestEventId() {
    try (HttpCalls http = new HttpCalls(node.httpPort())) {
      for (String path : List.of("/v1/heads/stream", "/v1/rollups/amm-east/lane/stream")) {
        for (String id : List.of("9223372036854775807", "9223372036854775808", "-1", "x")) {
          Answer answer = http.get(path, "Last-Event-ID", id);
          assertThat(answer.status()).as("%s after %s", path, id).isEqualTo(400);
          assertThat(answer.json().get("code").asString()).isEqualTo("invalid-field");
          assertThat(answer.json().get("field").asString()).isEqualTo("Last-Event-ID");
        }
      }
    }
  }

  @Test
  void headsShowWhatEachBlockBrought() throws IOException {
    long before = node.services().store().head().height();
    try (SseReader reader =
        SseReader.open(node.httpPort(), "/v1/heads/stream?from=" + (before + 1))) {
      node.laneBlock(TestNode.EAST, "a", "bc");
      Event head = next(reader);
      assertThat(head.name()).isEqualTo("heads");
      assertThat(head.id()).isEqualTo(Long.toString(before + 1));
      assertThat(head.json().get("transactions").asInt()).isEqualTo(1);
      assertThat(head.json().get("payloads").asInt()).isEqualTo(2);
      assertThat(head.json().get("payloadBytes").asInt()).isEqualTo(3);
      assertThat(head.json().get("lanes").get(0).get("rollup").asString()).isEqualTo("amm-east");
      assertThat(head.json().get("baseFeePerByte").asString()).isNotEmpty();
    }
    try (SseReader reader = SseReader.open(node.httpPort(), "/v1/heads/stream?from=1")) {
      assertThat(ids(reader, 3)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void aTransactionIsFollowedToItsEnd() throws IOException {
    Transaction transaction = node.sign(TestNode.BOB, TestNode.payload(TestNode.EAST, "follow"));
    node.submit(transaction);
    try (SseReader reader =
            SseReader.open(node.httpPort(), "/v1/transactions/" + transaction.hash() + "/stream");
        SseReader account =
            SseReader.open(
                node.httpPort(),
                "/v1/accounts/" + TestNode.BOB.address() + "/transactions/stream");
        SseReader rollup = rollupStream(TestNode.EAST)) {
      assertThat(next(reader).json().get("state").asString()).isEqualTo("pending");
      awaitOpen(account);
      awaitOpen(rollup);
      node.block();
      assertThat(next(reader).json().get("state").asString()).isEqualTo("soft");
      assertThat(next(reader).name()).isEqualTo("end");
      assertThat(reader.next()).isEmpty();
      assertThat(next(account).json().get("transactionHash").asString())
          .isEqualTo(transaction.hash().toString());
      assertThat(next(rollup).json().get("transactionHash").asString())
          .isEqualTo(transaction.hash().toString());
    }
    try (SseReader after =
        SseReader.open(node.httpPort(), "/v1/transactions/" + transaction.hash() + "/stream")) {
      assertThat(next(after).json().get("state").asString()).isEqualTo("soft");
      assertThat(next(after).name()).isEqualTo("end");
    }
  }

  @Test
  void aRollupsTransactionsAreFollowedThroughEveryChange() throws IOException {
    try (SseReader east = rollupStream(TestNode.EAST);
        SseReader west = rollupStream(TestNode.WEST)) {
      awaitOpen(east);
      awaitOpen(west);
      Nonce nonce = new Nonce(11, 0);
      Transaction lost =
          TestNode.signAt(
              TestNode.ALICE, nonce, Amount.of(1_000_000), TestNode.payload(TestNode.EAST, "lost"));
      node.submit(lost);
      Transaction better =
          TestNode.signAt(
              TestNode.ALICE,
              nonce,
              Amount.of(2_000_000),
              Amount.of(9),
              TestNode.payload(TestNode.EAST, "better"));
      node.submit(better);
      Transaction other = node.sign(TestNode.BOB, TestNode.payload(TestNode.WEST, "other"));
      node.submit(other);
      node.block();

      assertThat(states(east, 6))
          .containsExactlyInAnyOrder(
              lost.hash() + " received",
              lost.hash() + " pending",
              lost.hash() + " replaced",
              better.hash() + " received",
              better.hash() + " pending",
              better.hash() + " soft");
      assertThat(states(west, 3))
          .containsExactly(
              other.hash() + " received", other.hash() + " pending", other.hash() + " soft");
    }
  }

  private static List<String> states(SseReader reader, int count) throws IOException {
    List<String> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode status = next(reader).json();
      states.add(status.get("transactionHash").asString() + " " + status.get("state").asString());
    }
    return states;
  }

  private SseReader rollupStream(RollupId rollup) throws IOException {
    return SseReader.open(node.httpPort(), "/v1/rollups/" + rollup.name() + "/transactions/stream");
  }

  /// A stream of changes has nothing to send at first; its headers show that it listens.
  private static void awaitOpen(SseReader reader) throws IOException {
    assertThat(reader.awaitRetryLine()).isTrue();
  }

  private static Event next(SseReader reader) throws IOException {
    return reader.next().orElseThrow(() -> new AssertionError("the stream ended"));
  }

  private static List<String> ids(SseReader reader, int count) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(next(reader).id());
    }
    return ids;
  }
}
