package weft.node.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;

/// Rates, slots and memory, with a clock that the test moves.
final class LimitTest {
  private static final ClientAddress ONE = new ClientAddress(Bytes.fromHex("7f000001"));
  private static final ClientAddress TWO = new ClientAddress(Bytes.fromHex("7f000002"));
  private static final long MS = 1_000_000;

  @Test
  void aBurstThenTheSustainedRate() {
    AtomicLong nowNs = new AtomicLong();
    RequestRate rate = new RequestRate(10, 5, 100, nowNs::get);
    for (int i = 0; i < 5; i++) {
      assertThat(rate.take(ONE)).isZero();
    }
    assertThat(rate.take(ONE)).isEqualTo(100);
    assertThat(rate.take(TWO)).isZero();
    nowNs.addAndGet(99 * MS);
    assertThat(rate.take(ONE)).isEqualTo(1);
    nowNs.addAndGet(MS);
    assertThat(rate.take(ONE)).isZero();
    assertThat(rate.take(ONE)).isEqualTo(100);
    nowNs.addAndGet(10_000 * MS);
    for (int i = 0; i < 5; i++) {
      assertThat(rate.take(ONE)).isZero();
    }
    assertThat(rate.take(ONE)).isPositive();
  }

  /// Against a bucket that is filled drop by drop.
  @Test
  void theRateIsThatOfATokenBucket() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int perSecond = 1 + random.nextInt(1_000);
      int burst = 1 + random.nextInt(20);
      AtomicLong nowNs = new AtomicLong(random.nextLong());
      RequestRate rate = new RequestRate(perSecond, burst, 10, nowNs::get);
      long intervalNs = 1_000_000_000L / perSecond;
      long drops = burst * intervalNs;
      for (int i = 0; i < 200; i++) {
        boolean expected = drops >= intervalNs;
        boolean taken = rate.take(ONE) == 0;
        assertThat(taken).as("seed %s, step %s", seed, i).isEqualTo(expected);
        drops -= taken ? intervalNs : 0;
        long passedNs = random.nextLong(2 * intervalNs);
        nowNs.addAndGet(passedNs);
        drops = Math.min(drops + passedNs, burst * intervalNs);
      }
    }
  }

  @Test
  void aFloodOfAddressesIsForgottenNotKept() {
    RequestRate rate = new RequestRate(1, 1, 100, System::nanoTime);
    for (int i = 0; i < 10_000; i++) {
      assertThat(rate.take(new ClientAddress(Bytes.fromHex("%08x".formatted(i))))).isZero();
    }
  }

  @Test
  void slotsAreCountedInTotalAndPerAddress() {
    Slots slots = new Slots(3, 2);
    List<Slots.Slot> held = new ArrayList<>();
    held.add((Slots.Slot) slots.take(ONE));
    held.add((Slots.Slot) slots.take(ONE));
    assertThat(slots.take(ONE)).isEqualTo(new Slots.Full(2, true));
    held.add((Slots.Slot) slots.take(TWO));
    assertThat(slots.take(TWO)).isEqualTo(new Slots.Full(3, false));
    assertThat(slots.open()).isEqualTo(3);
    held.getFirst().close();
    held.getFirst().close();
    assertThat(slots.open()).isEqualTo(2);
    assertThat(slots.take(ONE)).isInstanceOf(Slots.Slot.class);
  }

  @Test
  void memoryIsSharedAndGivenBack() {
    ByteBudget budget = new ByteBudget(100, 100);
    ByteBudget.Share one = budget.open(ONE);
    ByteBudget.Share two = budget.open(ONE);
    assertThat(one.take(60)).isTrue();
    assertThat(two.take(50)).isFalse();
    assertThat(two.take(40)).isTrue();
    assertThat(one.take(1)).isFalse();
    one.close();
    one.close();
    assertThat(one.take(1)).isFalse();
    assertThat(two.take(60)).isTrue();
    two.close();
    assertThat(budget.open(ONE).take(100)).isTrue();
  }

  @Test
  void oneAddressGetsAPartOfTheMemory() {
    ByteBudget budget = ByteBudget.inParts(100, 4, 10);
    ByteBudget.Share greedy = budget.open(ONE);
    assertThat(greedy.take(20)).isTrue();
    assertThat(budget.open(ONE).take(6)).isFalse();
    ByteBudget.Share honest = budget.open(TWO);
    assertThat(honest.take(25)).isTrue();
    assertThat(honest.hold(26)).isFalse();
    assertThat(honest.held()).isEqualTo(25);
    assertThat(honest.hold(5)).isTrue();
    assertThat(greedy.hold(25)).isTrue();
    greedy.close();
    assertThat(budget.open(ONE).take(25)).isTrue();
  }

  @Test
  void whatIsRefusedIsNeverCounted() throws InterruptedException {
    ByteBudget budget = new ByteBudget(100, 60);
    AtomicBoolean over = new AtomicBoolean();
    Thread greedy =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    budget.open(ONE).take(61);
                  }
                });
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      try (ByteBudget.Share honest = budget.open(TWO)) {
        refused += honest.take(60) ? 0 : 1;
      }
    }
    over.set(true);
    greedy.join();
    assertThat(refused).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void aPartOfTheMemoryHoldsAtLeastOneMessage() {
    ByteBudget budget = ByteBudget.inParts(100, 10, 60);
    assertThat(budget.open(ONE).take(60)).isTrue();
    assertThat(budget.open(TWO).take(60)).isFalse();
  }

  @Test
  void anIpv6AddressCountsByItsFirst64Bits() throws UnknownHostException {
    InetAddress first = InetAddress.ofLiteral("2001:db8:1:2::1");
    InetAddress second = InetAddress.ofLiteral("2001:db8:1:2:ffff::9");
    InetAddress other = InetAddress.ofLiteral("2001:db8:1:3::1");
    assertThat(ClientAddress.of(first)).isEqualTo(ClientAddress.of(second));
    assertThat(ClientAddress.of(first)).isNotEqualTo(ClientAddress.of(other));
    assertThat(ClientAddress.of(InetAddress.ofLiteral("::ffff:127.0.0.1"))).isEqualTo(ONE);
    assertThat(ClientAddress.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5)))
        .isEqualTo(ONE);
    assertThat(ClientAddress.of((java.net.SocketAddress) null)).isEqualTo(ClientAddress.UNKNOWN);
  }
}
