package weft.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.MerkleTree;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.Rollup;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.BlockMetadata;
import weft.rollup.execution.Conductor;

final class HelloRollupTest {
  @Test
  void remembersWhatItsLaneSays() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    FakeChain chain = new FakeChain();
    RollupId hello = RollupId.of("hello");
    LinkedBlockingQueue<BlockMetadata> blocks = new LinkedBlockingQueue<>();
    try (FakeNode node = FakeNode.start(chain);
        WeftClient client = WeftClient.connect(node.target());
        Conductor conductor =
            Rollup.follow(client, "hello", new HelloRollup(), (_, block) -> blocks.add(block))) {
      chain.append(
          hello,
          List.of(
              LaneData.entry(Bytes.utf8("b=2"), random),
              LaneData.entry(Bytes.utf8("nonsense"), random),
              LaneData.entry(Bytes.utf8("a=1"), random)));
      BlockMetadata block = blocks.poll(20, TimeUnit.SECONDS);
      assertThat(block).as("%s", conductor.state()).isNotNull();
      if (block != null) {
        assertThat(block.stateRoot())
            .isEqualTo(MerkleTree.root(List.of(Bytes.utf8("a=1"), Bytes.utf8("b=2"))));
        assertThat(block.skipped())
            .singleElement()
            .satisfies(skipped -> assertThat(skipped.code()).isEqualTo("not-an-assignment"));
      }
    }
  }
}
