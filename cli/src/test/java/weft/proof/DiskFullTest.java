package weft.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.node.Replay;
import weft.node.NodeDirectory;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// A node whose disk runs full under load says so, makes no more blocks, and has lost nothing when
/// there is room again.
final class DiskFullTest {
  private static final int SMALL_MIB = 24;
  private static final int LARGE_MIB = 512;
  private static final int PAYLOAD_BYTES = 64 << 10;
  private static final int BATCH = 4;
  private static final int MAX_BATCHES = 1_000;
  private static final long READY_WAIT_MS = 20_000;
  private static final RollupId ROLLUP = RollupId.of("full");
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

  @TempDir private Path folder = Path.of(".");
  private final Set<Hash32> acknowledged = new HashSet<>();

  @Test
  void aFullDiskStopsTheNodeAndLosesNothing() throws Exception {
    try (SmallDisk disk = mount()) {
      NodeDirectory directory = ProofChain.create(disk.path().resolve("node"), Map.of());
      fill(directory);
      restartOnFullDisk(directory);
      disk.grow(LARGE_MIB);
      restartWithRoom(directory);
      requireEverything(directory);
    }
  }

  private SmallDisk mount() {
    try {
      return SmallDisk.mount(folder.resolve("disk"), SMALL_MIB);
    } catch (IOException e) {
      return Assumptions.abort("needs the right to mount a tmpfs: " + e.getMessage());
    }
  }

  private void fill(NodeDirectory directory) throws Exception {
    int port = ChildNode.freePort();
    ClientConfig once = ClientConfig.defaults().withRetry(RetryPolicy.NONE);
    try (ChildNode node =
            ChildNode.start(
                StayingNode.class.getName(),
                port,
                JVM,
                List.of(directory.path().toString(), String.valueOf(port)));
        WeftClient client = node.awaitServing().connect(once)) {
      ProofChain.registerAll(client, 4 << 20, ROLLUP);
      Refusal refusal = submitUntilRefused(client);
      assertThat(refusal.code()).as("%s", refusal).isEqualTo(RefusalCode.NODE_STOPPING);
      assertThat(refusal.message()).containsIgnoringCase("space").contains("Free disk space");
      requireNotReady(node.httpAddress());
      long height = height(client);
      assertThat(submitUntilRefused(client).code()).isEqualTo(RefusalCode.NODE_STOPPING);
      assertThat(height(client)).as("no block is made any more").isEqualTo(height);
      node.kill();
    }
  }

  /// Submits large payloads until the node takes no more, and notes what it took.
  private Refusal submitUntilRefused(WeftClient client) {
    SplittableRandom random = new SplittableRandom(1);
    for (int batch = 0; batch < MAX_BATCHES; batch++) {
      List<Envelope> envelopes = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        random.nextBytes(payload);
        long channel = 1L + acknowledged.size() + i;
        envelopes.add(
            ProofChain.submission(ProofChain.account(1), channel, 0, ROLLUP, Bytes.wrap(payload)));
      }
      List<Submitted> answers = client.transactions().submitBatch(envelopes);
      for (int i = 0; i < answers.size(); i++) {
        switch (answers.get(i)) {
          case Submitted.Accepted _, Submitted.AlreadyKnown _ ->
              acknowledged.add(envelopes.get(i).hash());
          case Submitted.Refused(Refusal refusal) -> {
            return refusal;
          }
          case Submitted.Unknown(String reason) -> throw new AssertionError(reason);
        }
      }
    }
    throw new AssertionError(acknowledged.size() + " payloads fit; the disk is too large");
  }

  private static void requireNotReady(String http) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(http + "/readyz")).build();
      List<String> bodies = new ArrayList<>();
      Poll.require(
          "/readyz with status 503",
          READY_WAIT_MS,
          () -> {
            HttpResponse<String> answer =
                client.send(request, HttpResponse.BodyHandlers.ofString());
            bodies.add(answer.body());
            return answer.statusCode() == 503;
          });
      assertThat(bodies.getLast())
          .as("says why, and what to do")
          .containsIgnoringCase("space")
          .contains("Free disk space");
    }
  }

  private static long height(WeftClient client) {
    return client.chain().nodeStatus() instanceof Checked.Ok<NodeStatus>(NodeStatus status)
        ? status.height()
        : -1;
  }

  /// Without room, it says again that the disk is full.
  private static void restartOnFullDisk(NodeDirectory directory) throws Exception {
    try (ChildNode node = ChildNode.start(directory.path(), ChildNode.freePort(), JVM, List.of())) {
      assertThat(node.awaitExit()).as(node.output()).isEqualTo(1);
      assertThat(node.output()).containsIgnoringCase("space").contains("Free disk space");
    }
  }

  private static void restartWithRoom(NodeDirectory directory) throws Exception {
    try (ChildNode node = ChildNode.serve(directory.path(), JVM, List.of());
        WeftClient client = node.connect(ClientConfig.defaults())) {
      ProofChain.awaitSettled(client);
      assertThat(node.stop()).as(node.output()).isIn(0, 143);
    }
  }

  private void requireEverything(NodeDirectory directory) {
    try (RocksNodeStore store = RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
      assertThat(acknowledged).hasSizeGreaterThan(BATCH);
      for (Hash32 hash : acknowledged) {
        assertThat(store.finalStatus(hash).orElseThrow().state())
            .as("%s", hash)
            .isEqualTo(TransactionState.SOFT);
      }
      assertThat(Replay.run(directory.genesis(), store).head()).isEqualTo(store.head());
      Conserved.require(store);
      System.out.printf(
          "%d payloads of %d KiB were acknowledged before the disk was full%n",
          acknowledged.size(), PAYLOAD_BYTES >> 10);
    }
  }
}
