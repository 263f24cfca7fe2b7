package weft.cli.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RecentLatencyTest {
  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void forgetsWhatIsLongAgo() {
    RecentLatency latency = new RecentLatency(1_000_000, 0);
    latency.record(5_000, seconds(1));
    assertThat(latency.read(seconds(9)).p99()).isBetween(5_000L, 5_010L);
    latency.record(10, seconds(11));
    assertThat(latency.read(seconds(12))).isEqualTo(new Snapshot.Latency(10, 5_003, 5_003));
    latency.record(10, seconds(21));
    assertThat(latency.read(seconds(22))).isEqualTo(new Snapshot.Latency(10, 10, 10));
    assertThat(latency.read(seconds(60))).isEqualTo(new Snapshot.Latency(0, 0, 0));
  }
}
