package weft.cli.testnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import weft.engine.cometbft.rpc.ConnectedPeer;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.primitives.Hash32;
import weft.rollup.client.NodeStatus;

/// Asks every node again and again how it is, each on a thread of its own, and compares what they
/// say of the same heights.
final class NodeWatch implements AutoCloseable {
  private static final long EVERY_MS = 200;
  private static final long RPC_MS = 500;
  private static final int PEERS_EVERY = 5;

  /// Further behind the highest node, it is catching up.
  private static final long BEHIND_BLOCKS = 25;

  private static final int MAX_HASHES = 20_000;

  private final NetworkProcesses network;
  private final NodeView[] views;
  private final Map<Integer, NodeState> done = new ConcurrentHashMap<>();
  private final NavigableMap<Long, Hash32> appHashes = new TreeMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private Optional<String> disagreement = Optional.empty();
  private volatile boolean closed;

  private NodeWatch(NetworkProcesses network) {
    this.network = network;
    this.views = new NodeView[network.size()];
    for (NodeProcess node : network.nodes()) {
      views[node.index()] =
          new NodeView(node.index(), node.http(), -1, "", -1, 0, 0, NodeState.STARTING, 0);
    }
  }

  static NodeWatch start(NetworkProcesses network) {
    NodeWatch watch = new NodeWatch(network);
    for (NodeProcess node : network.nodes()) {
      watch.threads.add(
          Thread.ofVirtual().name("watch-" + node.index()).start(() -> watch.follow(node)));
    }
    return watch;
  }

  synchronized List<NodeView> views() {
    return List.of(views.clone());
  }

  synchronized NodeView view(int index) {
    return views[index];
  }

  /// Whether a node can be asked and is not far behind.
  boolean isUp(int index) {
    NodeView view = view(index);
    return network.node(index).isAlive()
        && !network.node(index).isPaused()
        && view.height() >= highest() - BEHIND_BLOCKS
        && (view.state() == NodeState.LIVE || view.state() == NodeState.CUT_OFF);
  }

  /// The height of the node that is furthest.
  synchronized long highest() {
    long highest = -1;
    for (NodeView view : views) {
      highest = Math.max(highest, view.height());
    }
    return highest;
  }

  /// From now on a node is in a state that somebody brought it into.
  void mark(int index, NodeState state) {
    done.put(index, state);
    show(index, state);
  }

  /// Nobody does anything to it any more.
  void unmark(int index) {
    done.remove(index);
  }

  /// The first time that two nodes had different state roots after the same block.
  synchronized Optional<String> disagreement() {
    return disagreement;
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  private void follow(NodeProcess node) {
    long blockTimeMs = 0;
    try (EngineRpc rpc = new EngineRpc(node.rpc(), RPC_MS)) {
      for (long look = 0; !closed; look++) {
        NodeView before = view(node.index());
        Optional<NodeStatus> status = node.status();
        if (status.isEmpty()) {
          show(node.index(), unseen(node));
        } else {
          int peers = look % PEERS_EVERY == 0 ? peers(rpc) : before.peers();
          show(node, before, status.get(), peers, blockTimeMs);
          blockTimeMs = status.get().blockTimeMs();
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int peers(EngineRpc rpc) {
    return rpc.peers().toOptional().map(List<ConnectedPeer>::size).orElse(-1);
  }

  private NodeState unseen(NodeProcess node) {
    NodeState marked = done.get(node.index());
    if (marked != null) {
      return marked;
    }
    return node.isAlive() ? NodeState.STARTING : NodeState.DOWN;
  }

  private synchronized void show(int index, NodeState state) {
    NodeView old = views[index];
    views[index] =
        new NodeView(
            index,
            old.http(),
            old.height(),
            old.appHash(),
            -1,
            old.mempool(),
            old.mempoolBytes(),
            state,
            0);
  }

  private synchronized void show(
      NodeProcess node, NodeView before, NodeStatus now, int peers, long blockTimeMs) {
    compare(node.index(), now);
    long blocks = now.height() - before.height();
    boolean isNext = blocks > 0 && blockTimeMs > 0 && before.height() > 0;
    NodeState marked = done.get(node.index());
    NodeState seen =
        now.height() < highest() - BEHIND_BLOCKS ? NodeState.CATCHING_UP : NodeState.LIVE;
    views[node.index()] =
        new NodeView(
            node.index(),
            node.http(),
            now.height(),
            now.appHash().toString(),
            peers,
            now.mempoolTransactions(),
            now.mempoolBytes(),
            marked == null ? seen : marked,
            isNext ? (now.blockTimeMs() - blockTimeMs) / blocks : before.intervalMs());
  }

  private void compare(int index, NodeStatus now) {
    Hash32 known = appHashes.putIfAbsent(now.height(), now.appHash());
    if (known != null && !known.equals(now.appHash()) && disagreement.isEmpty()) {
      disagreement =
          Optional.of(
              "node %d has state root %s after block %d, and another node %s"
                  .formatted(index, now.appHash(), now.height(), known));
    }
    while (appHashes.size() > MAX_HASHES) {
      appHashes.pollFirstEntry();
    }
  }
}
