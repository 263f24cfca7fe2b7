package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import weft.node.mempool.VerificationQueue.Incoming;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;

/// Who is verified next, and who has to go.
final class VerificationQueueTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  private final TestLedger ledger = new TestLedger();
  private final VerificationQueue queue = new VerificationQueue(100, 1 << 20);
  private long arrivals;

  @Test
  void theHighestTipOfAllChannelsComesFirst() {
    Incoming low = add(Signed.by(ALICE).tip(1));
    Incoming high = add(Signed.by(BOB).tip(900));
    Incoming middle = add(Signed.by(ALICE).nonce(1, 0).tip(500));

    assertThat(List.of(taken(), taken(), taken())).containsExactly(high, middle, low);
  }

  @Test
  void sequencesOfAChannelComeInOrderWhateverTheyPayAndWhenTheyArrive() {
    Incoming second = add(Signed.by(ALICE).sequence(1).tip(900));
    Incoming first = add(Signed.by(ALICE).sequence(0).tip(1));

    Incoming front = taken();
    queue.done(front);
    assertThat(List.of(front, taken())).containsExactly(first, second);
  }

  @Test
  void noTwoOfAChannelAreOutAtOnce() {
    Random random = new Random(7);
    for (int i = 0; i < 90; i++) {
      PrivateKey key = Signed.key("account " + random.nextInt(5));
      add(Signed.by(key).nonce(random.nextInt(2), i).tip(random.nextInt(1_000)));
    }
    Map<Object, Incoming> out = new HashMap<>();
    Map<Object, Long> last = new HashMap<>();
    int dealtWith = 0;
    while (dealtWith < 90) {
      while (out.size() < 3 && dealtWith + out.size() < 90 && hasFreeChannel(out.keySet())) {
        Incoming next = taken();
        assertThat(out.put(channel(next), next)).isNull();
        long sequence = next.newcomer().nonce().sequence();
        assertThat(last.getOrDefault(channel(next), -1L)).isLessThan(sequence);
        last.put(channel(next), sequence);
        left.remove(next);
      }
      Object any = new ArrayList<>(out.keySet()).get(random.nextInt(out.size()));
      Incoming done = out.remove(any);
      if (done != null) {
        queue.done(done);
      }
      dealtWith++;
    }
  }

  @Test
  void theWeakestGoesFromAFullQueueAndTheRestOfItsChannelStays() {
    VerificationQueue small = new VerificationQueue(2, 1 << 20);
    Incoming weak = incoming(Signed.by(ALICE).sequence(0).tip(1));
    Incoming behind = incoming(Signed.by(ALICE).sequence(1).tip(800));
    Incoming strong = incoming(Signed.by(BOB).tip(900));
    assertThat(small.add(weak)).isEmpty();
    assertThat(small.add(behind)).isEmpty();
    assertThat(small.rateToBeat()).contains(weak.newcomer().tipRate());
    assertThat(small.add(strong)).containsExactly(weak);
    Incoming late = incoming(Signed.by(BOB).nonce(1, 0).tip(2));
    assertThat(small.add(late)).containsExactly(late);

    assertThat(small.take()).isEqualTo(strong);
    assertThat(small.take()).isEqualTo(behind);
    assertThat(small.rateToBeat()).isEmpty();
  }

  @Test
  void aClosedQueueHandsBackWhatWaitsAndTakesNothing() {
    Incoming waiting = add(Signed.by(ALICE));
    Incoming out = add(Signed.by(BOB).tip(500));
    assertThat(taken()).isEqualTo(out);

    assertThat(queue.close()).containsExactly(waiting);
    queue.done(out);
    assertThat(queue.take()).isNull();
    Incoming late = incoming(Signed.by(BOB).nonce(1, 0));
    assertThat(queue.add(late)).containsExactly(late);
  }

  private final List<Incoming> left = new ArrayList<>();

  private boolean hasFreeChannel(Set<Object> out) {
    Set<Object> channels = new HashSet<>();
    left.forEach(each -> channels.add(channel(each)));
    return !out.containsAll(channels);
  }

  private static Object channel(Incoming incoming) {
    Nonce nonce = incoming.newcomer().nonce();
    return List.of(incoming.newcomer().account(), nonce.channel());
  }

  private Incoming add(Signed description) {
    Incoming incoming = incoming(description);
    assertThat(queue.add(incoming)).isEmpty();
    left.add(incoming);
    return incoming;
  }

  private Incoming taken() {
    Incoming taken = queue.take();
    if (taken == null) {
      throw new AssertionError("closed");
    }
    return taken;
  }

  private Incoming incoming(Signed description) {
    Transaction transaction = description.sign();
    return switch (ledger.check(transaction, 1, 0)) {
      case Checked.Refused<?>(var refusal) -> throw new AssertionError("refused: " + refusal);
      case Checked.Ok<weft.ledger.admission.AdmissionTerms>(var terms) ->
          new Incoming(
              Newcomer.of(transaction, terms),
              arrivals++,
              0,
              0,
              new PendingAnswer(transaction.hash(), new CompletableFuture<>()));
    };
  }
}
