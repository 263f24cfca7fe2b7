package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

final class EarlyRevealsTest {
  private final EarlyReveals early = new EarlyReveals();

  private static Bytes envelope(int number) {
    return Bytes.utf8("bid " + number);
  }

  private void keep(int number, long height) {
    early.keep(hash(number), envelope(number), height);
  }

  private static Hash32 hash(int number) {
    return Sha256.hash(envelope(number));
  }

  @Test
  void placesAreBounded() {
    for (int i = 0; i <= EarlyReveals.MAX_KEPT; i++) {
      keep(i, 5);
    }
    assertThat(early.after(6))
        .hasSize(EarlyReveals.MAX_KEPT)
        .doesNotContain(envelope(EarlyReveals.MAX_KEPT));
  }

  @Test
  void eachIsLookedIntoAgainTwiceHoweverOftenItComes() {
    keep(1, 5);
    assertThat(early.after(6)).containsExactly(envelope(1));
    keep(1, 6);
    assertThat(early.after(7)).containsExactly(envelope(1));
    assertThat(early.after(8)).isEmpty();
  }
}
