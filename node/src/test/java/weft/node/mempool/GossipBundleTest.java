package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;

/// Small offers go as one.
final class GossipBundleTest {
  private final SplittableRandom random = new SplittableRandom(58);

  /// @param first 10 as an envelope begins, 0 as one with a mark
  private Bytes offer(int size, int first) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    bytes[0] = (byte) first;
    return Bytes.wrap(bytes);
  }

  private static List<Bytes> split(List<Bytes> joined) {
    return joined.stream()
        .flatMap(each -> GossipBundle.split(each).orElseThrow().stream())
        .toList();
  }

  @Test
  void whatIsJoinedIsSplitAgainInItsOrder() {
    for (int round = 0; round < 300; round++) {
      List<Bytes> offers = new ArrayList<>();
      int largest = random.nextBoolean() ? 600 : 90_000;
      int count = random.nextInt(1_500);
      for (int i = 0; i < (largest > 600 ? count / 50 : count); i++) {
        offers.add(offer(100 + random.nextInt(largest), random.nextInt(20) == 0 ? 0 : 10));
      }
      List<Bytes> joined = GossipBundle.join(offers);
      assertThat(split(joined)).isEqualTo(offers);
      assertThat(joined)
          .allSatisfy(
              each ->
                  assertThat(each.get(0) != 1 || each.size() <= GossipBundle.MAX_BYTES).isTrue());
    }
    assertThat(GossipBundle.join(List.of())).isEmpty();
  }

  @Test
  void fewCallsCarryManySmallOffersAndALargeOrMarkedOneStaysAsItIs() {
    List<Bytes> small = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      small.add(offer(450, 10));
    }
    assertThat(GossipBundle.join(small)).hasSize(7);
    List<Bytes> apart = List.of(offer(70_000, 10), offer(450, 0), offer(450, 10));
    assertThat(GossipBundle.join(apart)).isEqualTo(apart);
  }

  @Test
  void aBundleThatNoCorrectNodeMakesIsRefused() {
    assertThat(GossipBundle.split(Bytes.wrap(new byte[] {1, 0, 0, 0, 0}))).as("empty").isEmpty();
    assertThat(GossipBundle.split(Bytes.wrap(new byte[] {1, 0, 0, 0, 2, 10}))).isEmpty();
    assertThat(GossipBundle.split(Bytes.wrap(new byte[] {1, 0, 0, 0, 1, 10, 0, 0}))).isEmpty();
    assertThat(GossipBundle.split(Bytes.wrap(new byte[] {1, -1, -1, -1, -1, 10}))).isEmpty();
    assertThat(GossipBundle.split(offer(GossipBundle.MAX_BYTES + 1, 1))).isEmpty();
    ByteBuffer many = ByteBuffer.allocate(1 + 5 * (GossipBundle.MAX_OFFERS + 1)).put((byte) 1);
    while (many.hasRemaining()) {
      many.putInt(1).put((byte) 10);
    }
    assertThat(GossipBundle.split(Bytes.wrap(many.array()))).isEmpty();
    assertThat(GossipBundle.split(Bytes.EMPTY)).contains(List.of(Bytes.EMPTY));
  }

  @Test
  void noBytesOfAStrangerBreakIt() {
    for (int i = 0; i < 20_000; i++) {
      Bytes bytes = offer(1 + random.nextInt(40), random.nextInt(3));
      GossipBundle.split(bytes)
          .ifPresent(
              offers -> assertThat(offers).hasSizeLessThanOrEqualTo(GossipBundle.MAX_OFFERS));
    }
  }
}
