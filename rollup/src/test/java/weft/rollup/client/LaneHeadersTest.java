package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;

/// Lane headers by range, with which a later lane block is shown to follow an earlier one.
class LaneHeadersTest {
  private static final RollupId LANE = RollupId.of("lane");

  private final FakeChain chain = new FakeChain();
  private FakeNode node;
  private WeftClient client;

  @BeforeEach
  void start() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5; i++) {
      chain.append(LANE, LaneData.entries(random, 2, 50));
    }
    node = FakeNode.start(chain);
    client = WeftClient.connect(node.target());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  @Test
  void leadFromOneLaneBlockToALaterOne() {
    LaneHeaders run = headers(2);
    assertThat(run.latest()).isEqualTo(5);
    LaneHeader first = chain.header(LANE, 1);
    assertThat(LaneVerifier.verifyChain(first, run.headers()))
        .isEqualTo(Verdict.valid(chain.header(LANE, 5)));
    List<Bytes> gap = List.of(run.headers().get(0), run.headers().get(2));
    assertThat(LaneVerifier.verifyChain(first, gap).isValid()).isFalse();
  }

  private LaneHeaders headers(long from) {
    return ((Checked.Ok<LaneHeaders>) client.lanes().laneHeaders(LANE, from, 0)).value();
  }
}
