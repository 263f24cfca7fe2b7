package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.chain.block.Proposal;
import weft.node.mempool.Gossip.Taken;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// Mempools joined by a network that loses, reorders and doubles, with what CometBFT puts between
/// them: a set of hashes at each node, by which it drops bytes that it has passed on before. Nodes
/// are restarted, blocks are begun and given up, and in the end whatever any of them acknowledged
/// is in all pools, or in a block, or gave its nonce to what is there.
final class GossipNetworkTest {
  private static final int RUNS = Integer.getInteger("weft.gossip.runs", 25);
  private static final int STEPS = 150;

  @Test
  @Timeout(300)
  void whatAnyNodeAcknowledgedGetsIntoAllPoolsOrABlock() {
    long seed = Long.getLong("weft.seed", 4_711);
    System.out.println("-Dweft.seed=" + seed);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < RUNS; i++) {
      try (Network network = new Network(seed + i)) {
        network.run();
        seen.addAll(network.seen);
      } catch (AssertionError | RuntimeException fault) {
        throw new AssertionError("-Dweft.seed=" + (seed + i), fault);
      }
    }
    assertThat(seen)
        .contains("lost", "doubled", "suppressed", "restarted", "given up", "replaced", "again")
        .contains("bid", "bid included");
  }

  private static final class Network implements AutoCloseable {
    private final SplittableRandom random;
    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final List<Node> nodes = new ArrayList<>();
    private final List<Message> onTheWay = new ArrayList<>();
    private final Map<Hash32, Transaction> acknowledged = new HashMap<>();
    private final Set<Hash32> included = new HashSet<>();
    private final Set<String> seen = new HashSet<>();

    private record Message(int to, Bytes bytes) {}

    Network(long seed) {
      random = new SplittableRandom(seed);
      GossipMode mode = random.nextBoolean() ? GossipMode.OWN : GossipMode.RELAY;
      int count = 3 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        nodes.add(new Node(mode, nowMs));
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(20)) {
          case 0 -> makeBlock(random.nextInt(6));
          case 1 -> giveUpBlock();
          case 2 -> restart(anyNode());
          case 3, 4 -> nowMs.addAndGet(random.nextInt(3_000));
          case 5, 6, 7, 8, 9 -> reap(random.nextInt(nodes.size()));
          case 10, 11, 12, 13 -> deliverSome();
          default -> submit();
        }
      }
      converge();
      drain();
    }

    private Node anyNode() {
      return nodes.get(random.nextInt(nodes.size()));
    }

    /// Few nonces, and tips that are clearly apart, so that many take each other's place; and bids,
    /// which take nobody's.
    private void submit() {
      PrivateKey key = Signed.key("sender " + random.nextInt(3));
      int level = random.nextInt(3);
      Signed each = Signed.by(key).nonce(random.nextInt(2), random.nextInt(9));
      boolean isBid = random.nextInt(4) == 0 && !acknowledged.isEmpty();
      Transaction transaction =
          isBid
              ? each.bidding(1 + level, anyAcknowledged()).sign()
              : each.tip(1_000L << level).maxFee(100_000L << level).sign();
      seen.add(isBid ? "bid" : "ordinary");
      if (anyNode().fixture.submit(transaction) instanceof Answer.Accepted) {
        acknowledged.put(transaction.hash(), transaction);
      }
    }

    private Hash32 anyAcknowledged() {
      List<Hash32> all = acknowledged.keySet().stream().sorted().toList();
      return all.get(random.nextInt(all.size()));
    }

    private void reap(int from) {
      Node node = nodes.get(from);
      for (Bytes bytes : node.reap()) {
        if (bytes.get(0) == 0) {
          seen.add("again");
        }
        for (int to = 0; to < nodes.size(); to++) {
          if (to == from) {
            continue;
          }
          int luck = random.nextInt(10);
          seen.add(luck == 0 ? "lost" : luck == 1 ? "doubled" : "sent");
          for (int copies = luck == 0 ? 0 : luck == 1 ? 2 : 1; copies > 0; copies--) {
            onTheWay.add(new Message(to, bytes));
          }
        }
      }
    }

    private void deliverSome() {
      for (int left = random.nextInt(40); left > 0 && !onTheWay.isEmpty(); left--) {
        deliverOne();
      }
      nodes.forEach(node -> node.fixture.awaitOffers());
    }

    private void deliverOne() {
      Message message = onTheWay.remove(random.nextInt(onTheWay.size()));
      if (!nodes.get(message.to()).receive(message.bytes())) {
        seen.add("suppressed");
      }
    }

    private void makeBlock(int most) {
      MempoolFixture proposer = anyNode().fixture;
      List<VerifiedTransaction> block = new ArrayList<>();
      proposer.mempool.candidates().bids(random.nextInt(3)).forEach(bid -> block.add(bid.bid()));
      if (!block.isEmpty()) {
        seen.add("bid included");
      }
      Set<ChannelId> usedUp = new HashSet<>();
      block.forEach(
          bid -> usedUp.add(new ChannelId(bid.body().account(), bid.body().nonce().channel())));
      List<VerifiedTransaction> all =
          proposer.candidates().stream()
              .filter(
                  each ->
                      !usedUp.contains(
                          new ChannelId(each.body().account(), each.body().nonce().channel())))
              .toList();
      block.addAll(all.subList(0, Math.min(most, all.size())));
      block.forEach(each -> included.add(each.hash()));
      for (Node node : nodes) {
        for (VerifiedTransaction each : block) {
          node.fixture.mempool.verified(each.hash(), each.transaction().envelope());
        }
        node.fixture.commit(block);
      }
    }

    /// A proposal that does not become a block, and left out what it could not include.
    private void giveUpBlock() {
      MempoolFixture fixture = anyNode().fixture;
      List<VerifiedTransaction> all = fixture.candidates();
      if (!all.isEmpty()) {
        Hash32 dropped = all.get(random.nextInt(all.size())).hash();
        Refusal reason = Refusal.of(RefusalCode.NAME_TAKEN, "", "", "in this block");
        fixture.mempool.dropped(List.of(new Proposal.Dropped(dropped, reason)));
        seen.add("given up");
      }
    }

    private void restart(Node node) {
      node.restart();
      seen.add("restarted");
    }

    /// The network goes on losing one in ten, and everybody reaps.
    private void converge() {
      for (int round = 0; round < 12; round++) {
        nowMs.addAndGet(GossipQueue.LONGEST_AGAIN_MS);
        for (int from = 0; from < nodes.size(); from++) {
          reap(from);
        }
        while (!onTheWay.isEmpty()) {
          deliverOne();
        }
        nodes.forEach(node -> node.fixture.awaitOffers());
      }
      // What was offered for the next height ends with its block.
      nodes.forEach(node -> node.fixture.commit(List.of()));
      Awaitility.await()
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .atMost(20, TimeUnit.SECONDS)
          .untilAsserted(this::checkAllAreThere);
      nodes.forEach(Node::checkMemory);
    }

    private void checkAllAreThere() {
      for (Hash32 hash : acknowledged.keySet()) {
        boolean settled = isSettled(hash);
        for (Node node : nodes) {
          assertThat(settled || node.isPending(hash))
              .as(() -> hash + " at node " + nodes.indexOf(node) + ": " + statuses(hash))
              .isTrue();
        }
      }
    }

    private List<String> statuses(Hash32 hash) {
      return nodes.stream().map(each -> each.fixture.mempool.status(hash).toString()).toList();
    }

    /// Whether it is in a block, or its nonce belongs to another one.
    private boolean isSettled(Hash32 hash) {
      if (included.contains(hash)) {
        return true;
      }
      boolean everywhere =
          nodes.stream()
              .flatMap(node -> node.fixture.mempool.status(hash).stream())
              .allMatch(status -> status.state() != TransactionState.PENDING);
      if (everywhere) {
        seen.add("replaced");
      }
      return everywhere;
    }

    /// Blocks by everybody until nothing is ready: what was acknowledged is soft or replaced at
    /// each node that knows it.
    private void drain() {
      int quiet = 0;
      while (quiet < 300) {
        int before = included.size();
        makeBlock(50);
        quiet = included.size() == before ? quiet + 1 : 0;
      }
      for (Node node : nodes) {
        assertThat(node.fixture.candidates()).isEmpty();
        for (Hash32 hash : included) {
          assertThat(node.fixture.status(hash).state()).isEqualTo(TransactionState.SOFT);
        }
        assertThat(node.fixture.faults).isEmpty();
      }
    }

    @Override
    public void close() {
      nodes.forEach(node -> node.fixture.close());
    }
  }

  /// A node: its engine's set of hashes, its mempool, and when it handed out what.
  private static final class Node {
    /// Who bids, channels, sequences; and what a bid offers and names, which are many.
    private static final int MAX_BIDS = 160;

    private static final MempoolSettings SETTINGS = MempoolFixture.settings(400, 200, 200);
    private final GossipMode mode;
    private final Set<Hash32> guard = new HashSet<>();
    private final Map<Hash32, Long> handedOutMs = new HashMap<>();
    private MempoolFixture fixture;

    Node(GossipMode mode, AtomicLong nowMs) {
      this.mode = mode;
      this.fixture = new MempoolFixture(SETTINGS, new TestJournal(), new TestLedger(), nowMs, mode);
    }

    List<Bytes> reap() {
      List<Bytes> reaped = fixture.gossip().reap(0);
      long nowMs = fixture.nowMs.get();
      for (Bytes bytes : reaped) {
        guard.add(Sha256.hash(bytes));
        Hash32 hash = Sha256.hash(GossipFrame.read(bytes).envelope());
        Long before = handedOutMs.put(hash, nowMs);
        if (before != null) {
          assertThat(nowMs - before).as("again").isGreaterThanOrEqualTo(GossipQueue.FIRST_AGAIN_MS);
        }
        assertThat(isPending(hash)).as("only what is pending goes out").isTrue();
      }
      return reaped;
    }

    /// @return whether the engine passed it on to the application
    boolean receive(Bytes bytes) {
      Hash32 key = Sha256.hash(bytes);
      if (!guard.add(key)) {
        return false;
      }
      if (fixture.gossip().offer(bytes) instanceof Taken.Busy) {
        guard.remove(key);
      }
      return true;
    }

    boolean isPending(Hash32 hash) {
      return fixture
          .mempool
          .status(hash)
          .filter(status -> status.state() == TransactionState.PENDING)
          .isPresent();
    }

    /// The application and its engine; the engine forgets what it has seen.
    void restart() {
      fixture.close();
      guard.clear();
      handedOutMs.clear();
      fixture = new MempoolFixture(SETTINGS, fixture.journal, fixture.ledger, fixture.nowMs, mode);
    }

    void checkMemory() {
      assertThat(fixture.mempool.size().transactions()).isLessThanOrEqualTo(54 + MAX_BIDS);
    }
  }
}
