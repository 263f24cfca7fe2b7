package weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import weft.ledger.state.UpgradeRecord;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

final class UpgradeStopTest {
  private static final Hash32 HASH = Sha256.hash(Bytes.utf8("software"));
  private static final Optional<UpgradeRecord> AT_10 =
      Optional.of(new UpgradeRecord("v2", 10, HASH));

  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 1);

  private UpgradeStop software(Hash32... known) {
    return new UpgradeStop(new TreeSet<>(List.of(known)), nowNs::get);
  }

  @Test
  void goesOnUpToTheBlockBefore() {
    UpgradeStop old = software(Sha256.hash(Bytes.utf8("other software")));
    old.committed(7, Optional.empty());
    old.committed(8, AT_10);
    assertThat(old.isRequired()).isFalse();
    assertThat(old.halted(true)).isEmpty();
    old.committed(9, AT_10);
    assertThat(old.isRequired()).isTrue();
  }

  @Test
  void staysForAMomentUnlessItHelpsNobody() {
    UpgradeStop old = software();
    old.committed(9, AT_10);
    assertThat(old.halted(false)).isEmpty();
    assertThat(old.halted(true)).isPresent();
    nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(UpgradeStop.STAY_MS) - 1);
    assertThat(old.halted(false)).isEmpty();
    nowNs.incrementAndGet();
    assertThat(old.halted(false))
        .hasValueSatisfying(
            halted -> {
              assertThat(halted.height()).isEqualTo(9);
              assertThat(halted.reason()).contains("\"v2\"", HASH.toString(), "height 10");
              assertThat(halted.nextStep()).contains("Install");
            });
  }

  @Test
  void theUpgradeNeverStops() {
    UpgradeStop upgraded = software(HASH);
    for (long height = 8; height < 12; height++) {
      upgraded.committed(height, AT_10);
    }
    assertThat(upgraded.isRequired()).isFalse();
    assertThat(upgraded.halted(true)).isEmpty();
  }

  /// As a node that starts again, or one whose store is already past the height.
  @Test
  void aLaterStartStopsAsWell() {
    UpgradeStop old = software();
    old.committed(500, AT_10);
    assertThat(old.isRequired()).isTrue();
  }
}
