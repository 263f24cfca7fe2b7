package weft.node.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import weft.chain.store.ChainHead;
import weft.node.api.fixture.TestNode;
import weft.storage.NodeStore;

/// Heads by height.
final class HeadHistoryTest {
  @Test
  void aBlockThatTheStoreDoesNotShowYetIsNoHead() {
    try (TestNode node = TestNode.start()) {
      NodeStore store = node.services().store();
      ChainHead before = store.head();
      node.laneBlock(TestNode.EAST, "news");
      long height = store.head().height();
      NodeStore inCommit = showing(before, store);
      assertThat(inCommit.block(height)).isPresent();

      RollupNames names = new RollupNames();
      assertThat(new HeadHistory(inCommit, names).from(height)).isEmpty();
      assertThat(new HeadHistory(store, names).from(height)).hasSize(1);
    }
  }

  /// A store in the moment between writing a block and showing it.
  private static NodeStore showing(ChainHead head, NodeStore store) {
    InvocationHandler handler =
        (_, method, arguments) ->
            method.getName().equals("head") ? head : method.invoke(store, arguments);
    return (NodeStore)
        Proxy.newProxyInstance(
            NodeStore.class.getClassLoader(), new Class<?>[] {NodeStore.class}, handler);
  }
}
