package weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RetentionTest {
  private static final long MIN = Retention.MIN_KEPT_BLOCKS;

  private static long lowest(
      long head, long earliest, long bytes, long keepBlocks, long keepBytes) {
    return Retention.lowestToKeep(
        head, earliest, bytes, new RetentionSettings(keepBlocks, keepBytes, 0));
  }

  @Test
  void keepsAllWithoutLimits() {
    assertThat(lowest(1_000_000, 1, Long.MAX_VALUE, 0, 0)).isEqualTo(1);
    assertThat(lowest(0, 1, 0, 0, 0)).isEqualTo(1);
    assertThat(lowest(50, 7, 100, 0, 0)).isEqualTo(7);
  }

  @Test
  void keepsTheNewestBlocks() {
    assertThat(lowest(1000, 1, 0, 300, 0)).isEqualTo(701);
    assertThat(lowest(1000, 900, 0, 300, 0)).isEqualTo(900);
    assertThat(lowest(200, 1, 0, 300, 0)).isEqualTo(1);
    assertThat(lowest(1000, 1, 0, 5, 0)).isEqualTo(1000 - MIN + 1);
  }

  @Test
  void keepsWithinBytes() {
    assertThat(lowest(1000, 1, 1000, 0, 1000)).isEqualTo(1);
    assertThat(lowest(1000, 1, 1000, 0, 900)).isEqualTo(101);
    assertThat(lowest(1000, 1, 1000, 0, 999)).isEqualTo(2);
    assertThat(lowest(1000, 1, 1000, 0, 1)).as("half at once").isEqualTo(501);
    assertThat(lowest(50, 1, 1_000_000, 0, 1)).as("few blocks stay").isEqualTo(1);
    assertThat(lowest(0, 1, 0, 0, 1)).isEqualTo(1);
  }

  @Test
  void theStricterLimitWins() {
    assertThat(lowest(1000, 1, 1000, 950, 900)).isEqualTo(101);
    assertThat(lowest(1000, 1, 1000, 800, 900)).isEqualTo(201);
  }

  @Test
  void repeatedUseComesDownToTheLimit() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] sizes = random.longs(1 + random.nextInt(2000), 0, 1000).toArray();
      long keepBytes = 1 + random.nextLong(500_000);
      long earliest = 1;
      long bytes = sum(sizes, earliest);
      for (int round = 0; round < 64; round++) {
        long next = lowest(sizes.length, earliest, bytes, 0, keepBytes);
        assertThat(next).as("seed %d", seed).isGreaterThanOrEqualTo(earliest);
        earliest = next;
        bytes = sum(sizes, earliest);
      }
      boolean isAtMinimum = earliest > sizes.length - MIN;
      assertThat(bytes <= keepBytes || isAtMinimum).as("seed %d", seed).isTrue();
      assertThat(earliest)
          .as("seed %d", seed)
          .isLessThanOrEqualTo(Math.max(1, sizes.length - MIN + 1));
    }
  }

  private static long sum(long[] sizes, long earliest) {
    long sum = 0;
    for (int height = (int) earliest; height <= sizes.length; height++) {
      sum += sizes[height - 1];
    }
    return sum;
  }

  @Test
  void refusesNegativeSettings() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RetentionSettings(-1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetentionSettings(0, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetentionSettings(0, 0, -1));
  }
}
