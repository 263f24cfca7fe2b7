package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;

/// Who is verified next, and who has to go.
final class VerificationQueueTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");

  private final TestLedger ledger = new TestLedger();
  private final VerificationQueue queue = new VerificationQueue(new Places(1_000, 1 << 20));
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
    done(front);
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
        done(done);
      }
      dealtWith++;
    }
  }

  @Test
  void theWeakestGoesFromAFullQueueAndTheRestOfItsChannelStays() {
    VerificationQueue small = new VerificationQueue(new Places(32, 1 << 20));
    List<RollupId> lanes = List.of(Signed.EAST, Signed.WEST, RollupId.of("north"));
    for (int i = 0; i < 29; i++) {
      Signed each = Signed.by(Signed.key("other " + i)).to(lanes.get(i % 3)).tip(700);
      assertThat(small.add(incoming(each), 0)).isEmpty();
    }
    Incoming weak = incoming(Signed.by(ALICE).sequence(0).tip(1));
    Incoming behind = incoming(Signed.by(ALICE).sequence(1).tip(800));
    Incoming strong = incoming(Signed.by(BOB).tip(900));
    Incoming weakest = incoming(Signed.by(Signed.key("weakest")).tip(2));
    assertThat(small.add(weak, 0)).isEmpty();
    assertThat(small.add(behind, 0)).isEmpty();
    assertThat(small.add(weakest, 0)).isEmpty();
    assertThat(small.add(strong, 0))
        .containsExactly(new Displaced(weak, Optional.of(weakest.tipRate())));
    Incoming late = incoming(Signed.by(BOB).nonce(2, 0).tip(1));
    assertThat(small.add(late, 0))
        .containsExactly(new Displaced(late, Optional.of(weakest.tipRate())));

    assertThat(small.take()).isEqualTo(strong);
    assertThat(small.take()).isEqualTo(behind);
  }

  @Test
  void aClosedQueueHandsBackWhatWaitsAndTakesNothing() {
    Incoming waiting = add(Signed.by(ALICE));
    Incoming out = add(Signed.by(BOB).tip(500));
    assertThat(taken()).isEqualTo(out);

    assertThat(queue.close()).containsExactly(waiting);
    done(out);
    assertThat(queue.take()).isNull();
    Incoming late = incoming(Signed.by(BOB).nonce(1, 0));
    assertThat(queue.add(late, 0)).extracting(Displaced::incoming).containsExactly(late);
  }

  @Test
  void clientsAndPeersTakeTurns() {
    List<Boolean> own = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      add(Signed.by(ALICE).nonce(i, 0).tip(1));
      queue.add(peers(Signed.by(BOB).nonce(i, 0).tip(900)), 0);
    }
    queue.add(peers(Signed.by(BOB).nonce(4, 0).tip(900)), 0);
    for (int i = 0; i < 9; i++) {
      own.add(taken().newcomer().own());
    }
    assertThat(own).containsExactly(true, false, true, false, true, false, true, false, false);
  }

  @Test
  void aForgeryOfAPeerMakesNoClientsAccountSuspect() {
    Incoming forged = peers(Signed.by(ALICE).tip(900));
    queue.add(forged, 0);
    assertThat(taken()).isEqualTo(forged);
    queue.done(forged, false, 0);
    Incoming behind = peers(Signed.by(ALICE).nonce(1, 0).tip(900));
    queue.add(behind, 0);
    Incoming other = peers(Signed.by(BOB).tip(1));
    queue.add(other, 0);
    Incoming own = add(Signed.by(ALICE).nonce(2, 0).tip(900));
    add(Signed.by(BOB).nonce(2, 0).tip(1));

    assertThat(List.of(taken(), taken(), taken()))
        .as("the suspect comes after others of its kind, the client before others of its own")
        .startsWith(own, other);
  }

  private Incoming peers(Signed description) {
    Incoming own = incoming(description);
    Newcomer newcomer = Newcomer.of(own.newcomer().transaction(), own.newcomer().terms(), false);
    return new Incoming(newcomer, own.arrival(), 0, 0, new Sender.Peer());
  }

  @Test
  void linesWithEqualTipsAreServedInTurn() {
    for (int i = 0; i < 20; i++) {
      add(Signed.by(ALICE).sequence(i).tip(5));
    }
    Incoming other = add(Signed.by(BOB).tip(5));
    Incoming first = taken();
    done(first);
    assertThat(taken()).isEqualTo(other);
  }

  @Test
  void whoIsAloneMayTakeAllPlacesAndGivesBackWhatIsMoreThanItsShare() {
    VerificationQueue places = new VerificationQueue(new Places(64, 1 << 20));
    for (int i = 0; i < 64; i++) {
      assertThat(places.add(incoming(Signed.by(ALICE).nonce(i, 0).tip(900)), 0)).isEmpty();
    }
    for (int i = 0; i < 56; i++) {
      Signed other = Signed.by(Signed.key("other " + i)).to(lane(i)).tip(1);
      assertThat(places.add(incoming(other), 0))
          .singleElement()
          .satisfies(each -> assertThat(each.incoming().account()).isEqualTo(ALICE.address()))
          .satisfies(each -> assertThat(each.rateToBeat()).isPresent());
    }
    Incoming late = incoming(Signed.by(Signed.key("late")).tip(0));
    assertThat(places.add(late, 0))
        .as("within its share nobody goes for somebody with a lower tip")
        .extracting(Displaced::incoming)
        .containsExactly(late);
  }

  @Test
  void aLaneGivesBackWhatIsMoreThanItsShare() {
    VerificationQueue places = new VerificationQueue(new Places(64, 1 << 20));
    for (int i = 0; i < 64; i++) {
      Signed crowd = Signed.by(Signed.key("crowd " + i)).tip(900);
      assertThat(places.add(incoming(crowd), 0)).isEmpty();
    }
    for (int i = 0; i < 32; i++) {
      Signed other = Signed.by(Signed.key("other " + i)).to(Signed.WEST).tip(1);
      assertThat(places.add(incoming(other), 0))
          .singleElement()
          .satisfies(
              each -> assertThat(each.incoming().newcomer().lanes()).containsExactly(Signed.EAST));
    }
    Incoming late = incoming(Signed.by(Signed.key("late")).to(Signed.WEST).tip(0));
    assertThat(places.add(late, 0)).extracting(Displaced::incoming).containsExactly(late);
  }

  @Test
  void bytesAreSharedLikePlaces() {
    Signed large = Signed.by(ALICE).to(2_000, Signed.EAST);
    int size = incoming(large.nonce(1, 0)).size();
    VerificationQueue bytes = new VerificationQueue(new Places(10_000, 8L * size));
    for (int i = 1; i <= 8; i++) {
      assertThat(bytes.add(incoming(large.nonce(i, 0)), 0)).isEmpty();
    }
    Incoming other = incoming(Signed.by(BOB));
    assertThat(bytes.add(other, 0))
        .singleElement()
        .satisfies(each -> assertThat(each.incoming().account()).isEqualTo(ALICE.address()));
    assertThat(bytes.close()).contains(other);
  }

  /// Before the first forgery is found, a cheap one does not stand before the owner's.
  @Test
  void ofTheSameSequenceTheBestIsFirst() {
    Incoming forged = add(Signed.by(ALICE).tip(1));
    Incoming owners = add(Signed.by(ALICE).tip(700));
    Incoming first = taken();
    done(first);
    assertThat(List.of(first, taken())).containsExactly(owners, forged);
  }

  /// Somebody sends forged transactions in a rich account's name, ten for each that is verified and
  /// with the highest tips. Others lose no place and at most one turn in four, and the owner, who
  /// sends again when turned away, is served too.
  @Test
  void forgeriesDisplaceNobodyAndTheirAccountsOwnerIsServedAllTheSame() {
    VerificationQueue places = new VerificationQueue(new Places(640, 1 << 24));
    Random random = new Random(5);
    forge(places, 70);
    Incoming forged = taken(places);
    assertThat(forged.account()).isEqualTo(ALICE.address());
    assertThat(places.done(forged, false, 0)).as("more than a suspect's share goes").isNotEmpty();

    Set<Incoming> others = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      Incoming other = incoming(Signed.by(Signed.key("other " + i)).to(lane(i)).tip(1));
      assertThat(places.add(other, 0)).isEmpty();
      others.add(other);
    }
    Incoming owners = null;
    boolean ownersServed = false;
    int verified = 0;
    int othersServed = 0;
    while (!ownersServed) {
      assertThat(verified).isLessThan(390);
      boolean ownersFirst = random.nextInt(11) == 0;
      forge(places, ownersFirst ? 0 : random.nextInt(20));
      if (owners == null) {
        owners = incoming(Signed.by(ALICE).tip(1));
        if (!places.add(owners, 0).isEmpty()) {
          owners = null;
        }
      }
      Incoming next = taken(places);
      verified++;
      ownersServed = next.equals(owners);
      boolean honest = others.remove(next);
      othersServed += honest ? 1 : 0;
      assertThat(places.done(next, honest || ownersServed, 0)).isEmpty();
    }
    assertThat(othersServed).isGreaterThanOrEqualTo(Math.min(300, verified * 3 / 4));
  }

  @Test
  void aSuspectAccountIsTrustedAgainAfterAWhile() {
    add(Signed.by(ALICE).tip(900));
    queue.done(taken(), false, 0);
    long later = WaitingSuspects.MEMORY_MS - 1;
    Incoming low = incoming(Signed.by(BOB).tip(1), later);
    Incoming suspects = incoming(Signed.by(ALICE).tip(900), later);
    queue.add(low, later);
    queue.add(suspects, later);
    Incoming first = taken();
    assertThat(first).isEqualTo(low);
    queue.done(first, true, later);

    long trusted = WaitingSuspects.MEMORY_MS;
    queue.add(incoming(Signed.by(BOB).tip(2), trusted), trusted);
    queue.add(incoming(Signed.by(ALICE).nonce(1, 0).tip(1), trusted), trusted);
    assertThat(taken()).isEqualTo(suspects);
  }

  @Test
  void whatHasWaitedTooLongLeavesAndHearsWhatIsServed() {
    Incoming low = add(Signed.by(ALICE).tip(1));
    Incoming high = add(Signed.by(BOB).tip(700));
    assertThat(taken()).isEqualTo(high);
    assertThat(queue.overdue(VerificationClass.MAX_WAIT_MS)).isEmpty();

    assertThat(queue.overdue(VerificationClass.MAX_WAIT_MS + 1))
        .singleElement()
        .satisfies(each -> assertThat(each.incoming()).isEqualTo(low))
        .satisfies(each -> assertThat(each.rateToBeat()).contains(high.tipRate()));
    assertThat(queue.underWay(low.channel(), true)).isZero();
    assertThat(queue.underWay(high.channel(), true)).isEqualTo(1);
  }

  /// Transactions in ALICE's name, in her channel's first sequence and elsewhere.
  private void forge(VerificationQueue places, int count) {
    for (int i = 0; i < count; i++) {
      long channel = i % 3 == 0 ? arrivals : 0;
      places
          .add(incoming(Signed.by(ALICE).nonce(channel, 0).tip(9_000 + arrivals)), 0)
          .forEach(each -> assertThat(each.incoming().account()).isEqualTo(ALICE.address()));
    }
  }

  private static RollupId lane(int i) {
    return List.of(Signed.EAST, Signed.WEST, RollupId.of("north")).get(i % 3);
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
    assertThat(queue.add(incoming, 0)).isEmpty();
    left.add(incoming);
    return incoming;
  }

  private void done(Incoming taken) {
    assertThat(queue.done(taken, true, 0)).isEmpty();
  }

  private Incoming taken() {
    return taken(queue);
  }

  static Incoming taken(VerificationQueue queue) {
    Incoming taken = queue.take();
    if (taken == null) {
      throw new AssertionError("closed");
    }
    return taken;
  }

  private Incoming incoming(Signed description) {
    return incoming(description, 0);
  }

  private Incoming incoming(Signed description, long nowMs) {
    Transaction transaction = description.sign();
    return switch (ledger.check(transaction, 1, 0)) {
      case Checked.Refused<?>(var refusal) -> throw new AssertionError("refused: " + refusal);
      case Checked.Ok<weft.ledger.admission.AdmissionTerms>(var terms) ->
          new Incoming(
              Newcomer.of(transaction, terms, true),
              arrivals++,
              nowMs,
              0,
              PendingAnswer.of(transaction.hash()));
    };
  }
}
