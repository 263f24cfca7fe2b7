package weft.cli.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.FollowOption;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.StopSignal;
import weft.cli.TrustOption;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.Trust;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.WeftClient;
import weft.rollup.lane.Evidence;
import weft.rollup.lane.Followed;
import weft.rollup.lane.FollowerConfig;
import weft.rollup.lane.FollowerState;
import weft.rollup.lane.LaneCursor;
import weft.rollup.lane.LaneFollower;

/// `weft lane follow`.
@Command(
    name = "follow",
    description =
        "Follow a lane: history first, then live. Each lane block is verified: its place in the"
            + " lane's chain, its payloads, its block, the validator's commit or a network's"
            + " attestation.",
    footer = {
      "",
      "Examples:",
      "  weft lane follow my-rollup --from 1 --for 3s",
      "  weft lane follow my-rollup --trust my-weft/genesis.json --json",
      "  weft lane follow my-rollup --count 10 --no-payloads"
    })
public final class LaneFollowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TrustOption trust = new TrustOption();
  @Mixin private FollowOption follow = new FollowOption();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Option(
      names = "--from",
      paramLabel = "LANE_HEIGHT",
      defaultValue = "1",
      description = "The first lane height. Default: 1.")
  private long from;

  @Option(
      names = "--payloads",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Print the payloads too (default), or not (--no-payloads).")
  private boolean payloads;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      defaultValue = "evidence.json",
      description = "Where to write the evidence if the node lies. Default: evidence.json.")
  private Path evidenceFile = Path.of("evidence.json");

  /// The last reason to wait that was shown.
  private String told = "";

  /// @param cursor where the follower goes on
  /// @param first what was read before it
  private record Start(LaneCursor cursor, Optional<VerifiedLaneBlock> first) {}

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    if (from < 1) {
      throw CliException.usage("--from: lane heights begin at 1", "Use --from 1 or later.");
    }
    StopSignal stop = StopSignal.install();
    return node.call(
        client -> {
          Trust trusted = trust.resolve(output, client);
          NodeOption.require(client.chain().rollup(id));
          return follow(client, id, trusted, stop);
        });
  }

  private int follow(WeftClient client, RollupId id, Trust trusted, StopSignal stop)
      throws InterruptedException {
    Start start = start(client, id, trusted);
    FollowOption.Length length = follow.begin(stop);
    start.first().ifPresent(this::print);
    long seen = start.first().isPresent() ? 1 : 0;
    try (LaneFollower follower =
        new LaneFollower(client.lanes(), id, trusted, start.cursor(), FollowerConfig.defaults())) {
      while (length.isOn(seen)) {
        switch (follower.next(FollowOption.WAIT_MS)) {
          case Followed.Verified(VerifiedLaneBlock block) -> {
            seen++;
            print(block);
          }
          case Followed.Nothing _ -> tellWait(follower.state());
          case Followed.Ended(FollowerState.Final state) -> {
            return ended(state);
          }
        }
      }
    }
    output.remark(Format.count(seen, "lane block") + " verified");
    return 0;
  }

  /// Begins with the block that was asked for, by its own proof: the one before it may be pruned.
  private Start start(WeftClient client, RollupId id, Trust trusted) {
    if (from == 1) {
      return new Start(LaneCursor.start(), Optional.empty());
    }
    TrustedAnchors anchors = client.anchors(trusted);
    return switch (LaneReading.find(client, id, from, anchors)) {
      case Checked.Ok<VerifiedLaneBlock>(VerifiedLaneBlock block) ->
          new Start(LaneCursor.after(block.header()), Optional.of(block));
      case Checked.Refused<VerifiedLaneBlock>(Refusal refusal) ->
          new Start(LaneCursor.after(latest(client, id, anchors, refusal)), Optional.empty());
    };
  }

  /// What the block to begin with will follow, if it is only still to come.
  private LaneHeader latest(
      WeftClient client, RollupId id, TrustedAnchors anchors, Refusal refusal) {
    return switch (LaneReading.find(client, id, from - 1, anchors)) {
      case Checked.Ok<VerifiedLaneBlock>(VerifiedLaneBlock block) -> block.header();
      case Checked.Refused<VerifiedLaneBlock> _ -> throw CliException.of(refusal);
    };
  }

  /// Says once why nothing comes.
  private void tellWait(FollowerState state) {
    if (state instanceof FollowerState.Reconnecting(long _, int _, String reason)
        && !reason.equals(told)) {
      told = reason;
      output.remark("waiting: " + reason);
    }
  }

  private void print(VerifiedLaneBlock block) {
    if (payloads) {
      StringBuilder text = new StringBuilder(LaneText.line(block));
      LaneText.entries(block).forEach(line -> text.append(System.lineSeparator()).append(line));
      output.event(LaneText.document(block), text.toString());
    } else {
      Map<String, Object> document = new LinkedHashMap<>(LaneText.document(block));
      document.remove("entries");
      output.event(document, LaneText.line(block));
    }
  }

  private int ended(FollowerState.Final state) {
    return switch (state) {
      case FollowerState.CaughtLie(long laneHeight, Evidence evidence) ->
          throw caught(laneHeight, evidence);
      case FollowerState.Refused(long _, var refusal) -> throw CliException.of(refusal);
      case FollowerState.Untrusted(long _, String rule, String reason) ->
          throw CliException.notVerified(rule, reason);
      case FollowerState.Closed _ -> 0;
    };
  }

  private CliException caught(long laneHeight, Evidence evidence) {
    try {
      evidence.writeTo(evidenceFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CliException(
        "node-lied",
        "after lane block %s the node lied: rule %s: %s"
            .formatted(Format.count(laneHeight), evidence.rule(), evidence.reason()),
        "The evidence is in " + evidenceFile + ". Use another node.");
  }
}
