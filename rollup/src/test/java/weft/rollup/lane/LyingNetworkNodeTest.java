package weft.rollup.lane;

import weft.rollup.FakeChain;
import weft.rollup.FakeNetwork;

/// The same lies of a network's node.
final class LyingNetworkNodeTest extends LyingNodeTest {
  @Override
  FakeChain chain() {
    return new FakeChain(FakeNetwork.of(1, 2, 3, 4));
  }
}
