package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.testnet.NodeProcess;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.proof.Poll;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.light.TrustedPoint;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.LaneHeaders;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;
import weft.rollup.lane.Followed;
import weft.rollup.lane.FollowerConfig;
import weft.rollup.lane.FollowerState;
import weft.rollup.lane.LaneCursor;
import weft.rollup.lane.LaneFollower;

/// One of four validators lies in every block that it proposes and in every vote that it casts. The
/// others refuse each lie by its rule, and go on.
final class ByzantineTest {
  private static final int LIAR = 3;
  private static final Pattern LIE = Pattern.compile("lie height=(\\d+) kind=(\\w+)");
  private static final Pattern REJECTED =
      Pattern.compile("proposal rejected height=(\\d+) proposer=(\\w+) rule=(\\S+)");
  private static final Pattern REFUSED_VOTE =
      Pattern.compile("vote refused .*extensionBytes=" + LyingApplication.TOO_LONG);

  @TempDir private Path folder = Path.of(".");

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyLieIsRefusedByItsRule() throws Exception {
    TestNetwork.requireEngine();
    List<NodeDirectory> directories;
    NetworkLoad load;
    try (TestNetwork network =
        TestNetwork.create(
            folder.resolve("network"),
            TestNetwork.VALIDATORS,
            Map.of(),
            Map.of("block.max-bytes", "" + Lie.MAX_BLOCK_BYTES))) {
      directories = network.directories();
      List<NodeProcess> honest = network.nodes().subList(0, LIAR);
      honest.forEach(NodeProcess::start);
      try (HurtProcess liar = new HurtProcess(network.node(LIAR), "lies")) {
        for (NodeProcess node : honest) {
          assertThat(node.await(1, TestNetwork.WAIT_MS)).as(node.lastLines(20)).isTrue();
        }
        network.registerLane();
        load = new NetworkLoad(honest, TestNetwork.account(1), 1);
        String proposer = HurtNode.consensusAddress(directories.get(LIAR)).toString();
        Poll.require(
            "every lie refused by every honest validator",
            TestNetwork.WAIT_MS,
            () -> {
              assertThat(liar.isAlive()).isTrue();
              return honest.stream()
                  .allMatch(node -> refused(network, node, proposer).size() == Lie.values().length);
            });
        for (NodeProcess node : honest) {
          assertThat(node.await(TestNetwork.highest(honest) + 3, TestNetwork.WAIT_MS)).isTrue();
          Poll.require(
              "a vote that is too long refused by node " + node.index(),
              TestNetwork.WAIT_MS,
              () -> !matches(node, REFUSED_VOTE).isEmpty());
        }
        load.close();
        requireAttested(honest.getFirst());
        requireFollowed(honest.getFirst(), directories.getFirst());
      }
    }
    System.out.println(Agreement.require(directories, List.of(load)));
  }

  /// The lies that a node has refused by their rules.
  private static Set<Lie> refused(TestNetwork network, NodeProcess node, String proposer) {
    try {
      Map<Long, Set<Lie>> told = new HashMap<>();
      matches(network.node(LIAR), LIE)
          .forEach(
              lie ->
                  told.computeIfAbsent(Long.valueOf(lie.group(1)), _ -> EnumSet.noneOf(Lie.class))
                      .add(Lie.valueOf(lie.group(2))));
      Set<Lie> refused = EnumSet.noneOf(Lie.class);
      matches(node, REJECTED)
          .forEach(
              line -> {
                assertThat(line.group(2)).as(line.group()).isEqualTo(proposer);
                told.getOrDefault(Long.valueOf(line.group(1)), Set.of()).stream()
                    .filter(lie -> lie.breaks(line.group(3)))
                    .forEach(refused::add);
              });
      return refused;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<MatchResult> matches(NodeProcess node, Pattern pattern) throws IOException {
    try (Stream<String> lines = Files.lines(node.log())) {
      return lines.map(pattern::matcher).filter(Matcher::find).map(Matcher::toMatchResult).toList();
    }
  }

  /// Of every height it is known whether enough validators attested it. Where the liar was among
  /// the first three to vote, they did not.
  private static void requireAttested(NodeProcess node) {
    long height = node.height() - 1;
    long attested = 0;
    try (WeftClient client = node.connect(ClientConfig.defaults())) {
      for (long at = 1; at <= height; at++) {
        switch (client.chain().attestation(at)) {
          case Checked.Ok<AttestedHeight> _ -> attested++;
          case Checked.Refused<AttestedHeight>(Refusal refusal) ->
              assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_ATTESTED);
        }
      }
    }
    System.out.printf("%d of %d heights attested%n", attested, height);
    assertThat(4 * attested).isGreaterThan(height);
  }

  /// Whoever follows the lane comes past the heights that were never attested.
  private static void requireFollowed(NodeProcess node, NodeDirectory directory)
      throws InterruptedException {
    Genesis genesis = directory.genesis();
    Trust trust =
        Trust.of(
            new TrustedPoint(genesis.chainId(), 1, genesis.firstValidators(), genesis.timeMs()));
    int followed = 0;
    int byLater = 0;
    try (WeftClient client = node.connect(ClientConfig.defaults());
        LaneFollower follower =
            new LaneFollower(
                client.lanes(),
                TestNetwork.LANE,
                trust,
                LaneCursor.start(),
                FollowerConfig.defaults())) {
      long laneHeight = laneHeight(client);
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (followed < laneHeight) {
        assertThat(System.nanoTime()).as("stuck: %s", follower.state()).isLessThan(deadlineNs);
        switch (follower.next(200)) {
          case Followed.Verified(VerifiedLaneBlock block) -> {
            followed++;
            byLater += block.anchor().isEmpty() ? 1 : 0;
          }
          case Followed.Nothing _ -> {}
          case Followed.Ended(FollowerState.Final last) -> throw new AssertionError(last);
        }
      }
    }
    System.out.printf("%d of %d lane blocks proven by later ones%n", byLater, followed);
    assertThat(byLater).isPositive();
  }

  private static long laneHeight(WeftClient client) {
    return switch (client.lanes().laneHeaders(TestNetwork.LANE, 0, 1)) {
      case Checked.Ok<LaneHeaders>(LaneHeaders some) -> some.latest();
      case Checked.Refused<LaneHeaders>(Refusal refusal) -> throw new AssertionError(refusal);
    };
  }
}
