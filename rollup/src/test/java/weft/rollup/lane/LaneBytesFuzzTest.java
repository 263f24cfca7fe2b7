package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.Fuzz;
import weft.protocol.Mutator;
import weft.protocol.block.AnchorCheck;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.FakeChain;
import weft.rollup.LaneData;
import weft.rollup.client.LaneBytes;

/// Mutated lane blocks on their way to a follower: decoded or malformed, never another exception,
/// and no other lane block than the true one follows.
final class LaneBytesFuzzTest {
  private static final RollupId LANE = RollupId.of("lane");

  @Test
  void onlyTheTrueLaneBlockFollows() {
    run(Fuzz.few("LaneBytesFuzzTest", 20_000));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void onlyTheTrueLaneBlockFollowsAmongMany() {
    run(Fuzz.many("LaneBytesFuzzTest", 100_000));
  }

  private static void run(Fuzz fuzz) {
    FakeChain chain = new FakeChain();
    chain.append(LANE, LaneData.entries(new SplittableRandom(3), 4, 100));
    AnchorCheck anchors = AnchorCheck.of(chain.trusted());
    ProvenLaneBlock truth = chain.laneBlocks(LANE, 1).getFirst();
    byte[] good = LaneBytes.encode(truth).toArray();
    Verdict<VerifiedLaneBlock> expected =
        LaneRules.checkNext(LaneCursor.start(), truth, LANE, anchors);
    assertThat(expected).isInstanceOf(Verdict.Valid.class);
    for (int i = 0; i < fuzz.cases(); i++) {
      Mutator mutator = new Mutator(fuzz.seed(i));
      Bytes bytes = Bytes.wrap(mutator.below(50) == 0 ? mutator.noise(400) : mutator.mutate(good));
      Optional<Verdict<VerifiedLaneBlock>> verdict =
          decode(bytes).map(one -> LaneRules.checkNext(LaneCursor.start(), one, LANE, anchors));
      if (verdict.filter(Verdict::isValid).isPresent()) {
        assertThat(verdict).as("seed %d", fuzz.seed(i)).contains(expected);
      }
    }
  }

  /// Empty if the bytes are malformed; whatever else is thrown fails the test.
  private static Optional<ProvenLaneBlock> decode(Bytes bytes) {
    try {
      return Optional.of(LaneBytes.decodeProvenLaneBlock(bytes));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
