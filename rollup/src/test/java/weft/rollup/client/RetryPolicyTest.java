package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void doublesUpToTheLongestWait() {
    RetryPolicy policy = new RetryPolicy(100, 10, 1_000);
    for (int failures = 1; failures <= 100; failures++) {
      long full = Math.min(1_000, 10L << Math.min(failures - 1, 20));
      for (int i = 0; i < 50; i++) {
        assertThat(policy.delayMs(failures, 0, random)).isBetween(full - full / 2, full);
      }
    }
  }

  @Test
  void waitsAsLongAsTheNodeAsksButNotLongerThanTheLimit() {
    RetryPolicy policy = new RetryPolicy(5, 10, 1_000);
    assertThat(policy.delayMs(1, 700, random)).isEqualTo(700);
    assertThat(policy.delayMs(1, 50_000, random)).isEqualTo(1_000);
    assertThat(policy.delayMs(1, 1, random)).isBetween(5L, 10L);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new RetryPolicy(0, 1, 1)).hasMessageContaining("at least 1 attempt");
    assertThatThrownBy(() -> new RetryPolicy(1, 5, 4)).hasMessageContaining("first delay");
  }
}
