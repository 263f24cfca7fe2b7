package weft.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.bench.load.BlockMeter;
import weft.node.NodeDirectory;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.Head;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.SubmitStream;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// A node under many times the load that its blocks hold answers everything, keeps its beat and its
/// memory, lets through who pays more, and other lanes do not suffer.
final class OverloadTest {
  private static final long INTERVAL_MS = 200;
  private static final int CALM_BLOCKS = 10;
  private static final int CALM_BATCH = 12;
  private static final int FLOOD = 5_000;
  private static final int FLOOD_BATCH = 50;
  private static final int BATCHES_IN_FLIGHT = 32;
  private static final int POOL = 400;
  private static final long LANE_BYTES = 4 << 10;
  private static final int PAYLOAD_BYTES = 256;
  private static final double FITS_PER_SECOND = 1_000.0 / INTERVAL_MS * LANE_BYTES / PAYLOAD_BYTES;
  private static final double MIN_OVERLOAD = 3;
  private static final double MAX_SLOWDOWN = 1.5;
  private static final int MAX_BLOCKS_LATE = 5;
  private static final long WAIT_MS = 60_000;
  private static final Bytes PAYLOAD = Bytes.wrap(new byte[PAYLOAD_BYTES]);
  private static final RollupId FLOODED = RollupId.of("flooded");
  private static final RollupId QUIET = RollupId.of("quiet");
  private static final Pattern TIP = Pattern.compile("a tip of ([0-9]+)");

  @TempDir private Path folder = Path.of(".");
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private long accepted;
  private double offeredPerSecond;

  @Test
  void anOverloadedNodeAnswersEverythingAndKeepsItsBeat() throws Exception {
    NodeDirectory directory =
        ProofChain.create(folder.resolve("node"), Map.of("block.max-bytes", "65536"));
    List<List<Envelope>> flood = sign();
    try (ChildNode node = start(directory);
        WeftClient client = node.connect(ClientConfig.defaults());
        WeftClient other = node.connect(ClientConfig.defaults())) {
      ProofChain.registerAll(client, LANE_BYTES, FLOODED, QUIET);
      double calm = quantile(calmIntervalsMs(client), 0.5);
      List<Long> floodedMs = floodedIntervalsMs(client, other, flood);
      double flooded = quantile(floodedMs, 0.5);
      double slow = quantile(floodedMs, 0.9);
      requireAnswers();
      assertThat(node.isAlive()).as(node.output()).isTrue();
      System.out.printf(
          "%.0f/s offered, %.0f/s fit; calm %.0f ms, flooded p50 %.0f p90 %.0f ms per block;"
              + " %d taken, %s%n",
          offeredPerSecond, FITS_PER_SECOND, calm, flooded, slow, accepted, codes());
      assertThat(offeredPerSecond / FITS_PER_SECOND)
          .as("times what fits; this machine may be too busy to flood a node")
          .isGreaterThan(MIN_OVERLOAD);
      assertThat(flooded / calm).as("flooded over calm interval").isLessThan(MAX_SLOWDOWN);
      assertThat(slow / calm).as("p90 flooded over calm interval").isLessThan(MAX_SLOWDOWN);
      ProofChain.awaitSettled(client);
      assertThat(node.stop()).as(node.output()).isIn(0, 143);
    }
    Conserved.require(directory.path());
  }

  private static ChildNode start(NodeDirectory directory) throws Exception {
    return ChildNode.serve(
        directory.path(),
        List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"),
        List.of(
            "engine.min-interval-ms=" + INTERVAL_MS,
            "mempool.max-transactions=" + POOL,
            "mempool.max-per-lane-permille=800"));
  }

  /// Each transaction on a channel of its own, so that a refused one holds back no other.
  private static List<List<Envelope>> sign() {
    List<Envelope> all =
        IntStream.range(0, FLOOD)
            .parallel()
            .mapToObj(
                i ->
                    ProofChain.submission(
                        ProofChain.account(1 + i % 6), 1 + i / 6, 0, FLOODED, PAYLOAD))
            .toList();
    return IntStream.range(0, FLOOD / FLOOD_BATCH)
        .mapToObj(i -> all.subList(i * FLOOD_BATCH, (i + 1) * FLOOD_BATCH))
        .toList();
  }

  private static List<Long> calmIntervalsMs(WeftClient client) throws Exception {
    try (BlockMeter meter = new BlockMeter(client)) {
      for (int block = 0; block < CALM_BLOCKS; block++) {
        List<Envelope> batch = new ArrayList<>();
        for (int i = 0; i < CALM_BATCH; i++) {
          batch.add(ProofChain.submission(ProofChain.account(7), i, block, FLOODED, PAYLOAD));
        }
        assertThat(client.transactions().submitBatch(batch)).allMatch(Submitted::isTaken);
        ProofChain.awaitSettled(client);
      }
      return intervalsMs(meter);
    }
  }

  private List<Long> floodedIntervalsMs(
      WeftClient client, WeftClient other, List<List<Envelope>> flood) throws Exception {
    try (BlockMeter meter = new BlockMeter(other);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> probes = new ArrayList<>();
      List<CompletableFuture<List<Submitted>>> answers = new ArrayList<>();
      long beginNs = System.nanoTime();
      try (SubmitStream stream = client.transactions().openStream(BATCHES_IN_FLIGHT)) {
        for (List<Envelope> batch : flood) {
          answers.add(stream.send(batch).thenApply(this::count));
          if (probes.isEmpty() && isRefusing()) {
            probes.add(threads.submit(() -> requireQuietLaneIsQuick(other)));
            probes.add(threads.submit(() -> requireTipGetsIn(other)));
          }
        }
        for (CompletableFuture<List<Submitted>> answer : answers) {
          answer.get(WAIT_MS, TimeUnit.MILLISECONDS);
        }
      }
      offeredPerSecond = FLOOD * 1e9 / (System.nanoTime() - beginNs);
      assertThat(probes).as("the flood was too small to be refused").isNotEmpty();
      for (Future<?> probe : probes) {
        probe.get(WAIT_MS, TimeUnit.MILLISECONDS);
      }
      ProofChain.awaitSettled(other);
      return intervalsMs(meter);
    }
  }

  private synchronized List<Submitted> count(List<Submitted> outcomes) {
    for (Submitted outcome : outcomes) {
      switch (outcome) {
        case Submitted.Accepted _, Submitted.AlreadyKnown _ -> accepted++;
        case Submitted.Refused(Refusal refusal) -> refusals.add(refusal);
        case Submitted.Unknown(String reason) -> unknown.add(reason);
      }
    }
    return outcomes;
  }

  private synchronized Refusal lastRefusal() {
    return refusals.getLast();
  }

  private synchronized boolean isRefusing() {
    return !refusals.isEmpty();
  }

  /// A transaction for another lane, with no tip at all, is in one of the next blocks.
  private static Void requireQuietLaneIsQuick(WeftClient client) throws Exception {
    Envelope envelope =
        ProofChain.submission(ProofChain.account(8), 0, 0, QUIET, Bytes.utf8("quiet"));
    long before = height(client);
    assertThat(client.transactions().submit(envelope)).matches(Submitted::isTaken);
    List<Long> heights = new ArrayList<>();
    Poll.require(
        "a soft transaction in the quiet lane",
        WAIT_MS,
        () -> {
          if (client.transactions().status(envelope.hash())
                  instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
              && status.progress() instanceof TransactionStatus.Soft soft) {
            heights.add(soft.height());
          }
          return !heights.isEmpty();
        });
    assertThat(heights.getFirst() - before)
        .as("blocks until the quiet lane's transaction was soft")
        .isLessThanOrEqualTo(MAX_BLOCKS_LATE);
    return null;
  }

  private static long height(WeftClient client) {
    return client.chain().nodeStatus() instanceof Checked.Ok<NodeStatus>(NodeStatus status)
        ? status.height()
        : -1;
  }

  /// What a refusal says would get in does get in.
  private void requireTipGetsIn(WeftClient client) {
    Refusal refusal = lastRefusal();
    Matcher tip = TIP.matcher(refusal.message());
    assertThat(tip.find()).as("%s", refusal).isTrue();
    Submitted answer =
        client
            .transactions()
            .submit(
                ProofChain.transaction(0, 0)
                    .submit(FLOODED, PAYLOAD)
                    .tip(Amount.of(Long.parseLong(tip.group(1))))
                    .sign(ProofChain.account(9)));
    assertThat(answer).matches(Submitted::isTaken);
  }

  private synchronized void requireAnswers() {
    assertThat(unknown).as("transactions without an answer").isEmpty();
    assertThat(accepted + refusals.size()).isEqualTo(FLOOD);
    for (Refusal refusal : refusals) {
      assertThat(refusal.code())
          .as("%s", refusal)
          .isIn(RefusalCode.MEMPOOL_FULL, RefusalCode.LANE_LIMIT, RefusalCode.OVERLOADED);
      assertThat(refusal.retryAfterMs()).as("%s", refusal).isPositive();
      assertThat(refusal.requiredMaxFee()).as("what would get in: %s", refusal).isPresent();
    }
  }

  private synchronized Map<String, Integer> codes() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    refusals.forEach(refusal -> counts.merge(refusal.code().id(), 1, Integer::sum));
    return counts;
  }

  private static double quantile(List<Long> sorted, double share) {
    return sorted.get((int) (share * sorted.size()));
  }

  /// Times between blocks in a row that hold transactions, in milliseconds, in rising order.
  private static List<Long> intervalsMs(BlockMeter meter) {
    List<Head> blocks = meter.fullBlocks();
    List<Long> intervals = new ArrayList<>();
    for (int i = 1; i < blocks.size(); i++) {
      if (blocks.get(i).height() == blocks.get(i - 1).height() + 1) {
        intervals.add(blocks.get(i).timeMs() - blocks.get(i - 1).timeMs());
      }
    }
    assertThat(intervals).as("intervals of %d blocks", blocks.size()).hasSizeGreaterThan(3);
    return intervals.stream().sorted().toList();
  }
}
