package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import weft.bench.load.BenchChain;
import weft.bench.load.BlockMeter;
import weft.bench.load.NodeProcess;
import weft.bench.load.Sender;
import weft.bench.load.SignedFile;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.LaneRange;
import weft.rollup.client.Trust;
import weft.rollup.lane.Followed;
import weft.rollup.lane.FollowerConfig;
import weft.rollup.lane.LaneCursor;
import weft.rollup.lane.LaneFollower;

/// How fast a rollup catches up with verification, how fast it resumes anywhere, and how fast a
/// node with these lanes and many accounts starts again.
public final class FollowerScenario implements Scenario {
  static final String CAUGHT_UP = "caught up, verified";
  private static final int PAYLOAD_BYTES = 64 << 10;
  private static final int RESUMES = 200;
  private static final long DRAIN_TIMEOUT_MS = 120_000;

  @Override
  public String name() {
    return "follower";
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException, InterruptedException {
    int count = (int) (settings.laneMegabytes() * 1_000_000L / PAYLOAD_BYTES);
    Path store = settings.folder().resolve(name());
    Path file = settings.folder().resolve(name() + ".signed");
    RollupId rollup;
    long softBytes;
    double catchUp;
    Histogram resumeMicros;
    try (LoadedNode node = LoadedNode.start(store, 1, settings.accounts(), Optional.empty())) {
      rollup = node.rollups().getFirst();
      settings.say(name() + ": filling a lane with " + settings.laneMegabytes() + " MB");
      SignedFile.write(file, count, PAYLOAD_BYTES, node.rollups(), 0);
      Sender sender = new Sender(false);
      try (BlockMeter meter = new BlockMeter(node.client())) {
        sender.send(node.client(), file, 0, 8, 16, 3_600);
        meter.awaitTransactions(sender.accepted(), DRAIN_TIMEOUT_MS);
      }
      softBytes = sender.accepted() * PAYLOAD_BYTES;
      settings.say(name() + ": catching up with verification");
      catchUp = catchUp(node, rollup, softBytes);
      settings.say(name() + ": resuming at random lane heights");
      resumeMicros = resumes(node, rollup);
    }
    settings.say(name() + ": starting the node again on its store");
    long restartMs;
    try (NodeProcess again = NodeProcess.start(store, settings.accounts(), Optional.empty())) {
      restartMs = again.startMs();
    }
    return List.of(
        new Figure(name(), CAUGHT_UP, catchUp, "MB/s", Aim.atLeast(200)),
        Figure.of(
            name(),
            "resume at a lane height p50",
            resumeMicros.getValueAtPercentile(50) / 1e3,
            "ms"),
        new Figure(
            name(),
            "resume at a lane height p99",
            resumeMicros.getValueAtPercentile(99) / 1e3,
            "ms",
            Aim.atMost(20)),
        new Figure(
            name(),
            "restart, %,d MB of lanes and %,d accounts"
                .formatted(softBytes / 1_000_000, settings.accounts()),
            (double) restartMs,
            "ms",
            Aim.atMost(5_000).under(settings.ofRestart())));
  }

  private static double catchUp(LoadedNode node, RollupId rollup, long bytes)
      throws InterruptedException {
    long begin = System.nanoTime();
    long verified = 0;
    try (LaneFollower follower =
        new LaneFollower(
            node.client().lanes(),
            rollup,
            Trust.of(new TrustedValidator(BenchChain.CHAIN_ID, BenchChain.validator().address())),
            LaneCursor.start(),
            FollowerConfig.defaults())) {
      while (verified < bytes) {
        Followed next = follower.next(10_000);
        if (next instanceof Followed.Verified(VerifiedLaneBlock block)) {
          verified += block.header().payloadBytes();
        } else {
          throw new IllegalStateException("after " + verified + " bytes there came " + next);
        }
      }
    }
    return verified * 1e3 / (System.nanoTime() - begin);
  }

  private static Histogram resumes(LoadedNode node, RollupId rollup) {
    Histogram micros = new Histogram(60_000_000L, 3);
    long latest = range(node, rollup, 1).latest();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RESUMES; i++) {
      long from = 1 + random.nextLong(latest);
      long begin = System.nanoTime();
      if (range(node, rollup, from).laneBlocks().isEmpty()) {
        throw new IllegalStateException("no lane block at lane height " + from);
      }
      micros.recordValue((System.nanoTime() - begin) / 1000);
    }
    return micros;
  }

  private static LaneRange range(LoadedNode node, RollupId rollup, long from) {
    return switch (node.client().lanes().laneBlocks(rollup, from, 1, 1)) {
      case Checked.Ok<LaneRange>(LaneRange range) -> range;
      case Checked.Refused<LaneRange>(var refusal) ->
          throw new IllegalStateException(refusal.toString());
    };
  }
}
