package weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import weft.engine.cometbft.application.PeerTransactions;
import weft.node.mempool.Gossip;
import weft.node.mempool.GossipCounters;
import weft.primitives.Bytes;
import weft.protocol.refusal.RefusalCode;

/// What the engine carries is what the mempool hands out and takes.
final class EngineTransactionsTest {
  private static final Bytes GOOD = Bytes.wrap(new byte[] {10, 1});
  private static final Bytes BAD = Bytes.wrap(new byte[] {10, 2});
  private static final Bytes LATER = Bytes.wrap(new byte[] {10, 3});

  /// Answers by the bytes; hands out what it took.
  private static final class Answering implements Gossip {
    final List<Bytes> offered = new ArrayList<>();

    @Override
    public Taken offer(Bytes bytes) {
      offered.add(bytes);
      if (bytes.equals(BAD)) {
        return new Taken.Refused(RefusalCode.MALFORMED);
      }
      return bytes.equals(LATER) ? new Taken.Busy() : new Taken.Enqueued();
    }

    @Override
    public List<Bytes> reap(long maxBytes) {
      return List.copyOf(offered);
    }

    @Override
    public GossipCounters gossipCounters() {
      return new GossipCounters(offered.size(), 0, 0, 0, 0, 0, 0, 0);
    }
  }

  private static Bytes bundle(List<Bytes> offers) {
    Answering source = new Answering();
    offers.forEach(source::offer);
    List<Bytes> reaped = new EngineTransactions(source, () -> 0).reap(0);
    assertThat(reaped).hasSize(1);
    return reaped.getFirst();
  }

  @Test
  void aBundleIsTakenOfferByOffer() {
    Answering gossip = new Answering();
    EngineTransactions engine = new EngineTransactions(gossip, () -> 0);
    List<Bytes> offers = List.of(GOOD, BAD, GOOD);
    assertThat(engine.offer(bundle(offers))).isEqualTo(PeerTransactions.Taken.TAKEN);
    assertThat(gossip.offered).isEqualTo(offers);

    assertThat(engine.offer(bundle(List.of(BAD, BAD)))).isEqualTo(PeerTransactions.Taken.REFUSED);
    assertThat(engine.offer(bundle(List.of(BAD, LATER, GOOD))))
        .as("the engine forgets it, and it may come again")
        .isEqualTo(PeerTransactions.Taken.BUSY);
    assertThat(engine.offer(GOOD)).isEqualTo(PeerTransactions.Taken.TAKEN);
    assertThat(engine.offer(Bytes.wrap(new byte[] {1, 9})))
        .isEqualTo(PeerTransactions.Taken.REFUSED);
  }

  @Test
  void whatComesSoonAfterLeavesTogether() {
    Answering gossip = new Answering();
    AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE);
    EngineTransactions engine = new EngineTransactions(gossip, nowNs::get);
    assertThat(engine.reap(0)).as("there is nothing yet").isEmpty();
    gossip.offer(GOOD);
    assertThat(engine.reap(0)).as("at once").containsExactly(GOOD);
    nowNs.addAndGet(EngineTransactions.GATHER_MS * 1_000_000 - 1);
    assertThat(engine.reap(0)).as("gathered").isEmpty();
    nowNs.addAndGet(1);
    assertThat(engine.reap(0)).containsExactly(GOOD);
  }
}
