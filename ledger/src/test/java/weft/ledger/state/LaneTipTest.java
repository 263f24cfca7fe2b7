package weft.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.protocol.lane.LaneTip;
import weft.protocol.transaction.RollupId;

/// Readers of lanes read the ledger's entry about a lane.
final class LaneTipTest {
  @Test
  void readsTheLedgersEntry() {
    LaneRecord lane =
        new LaneRecord(3, Sha256.hash(Bytes.utf8("lane")), 9, Amount.of(10), Amount.of(2));
    assertThat(LaneTip.read(lane.encode()))
        .contains(new LaneTip(3, Sha256.hash(Bytes.utf8("lane"))));
    assertThat(LaneTip.read(LaneRecord.NEW.encode())).isEmpty();
    RollupId rollup = RollupId.of("my-rollup");
    assertThat(LaneTip.key(rollup)).isEqualTo(Keys.lane(rollup));
    assertThatThrownBy(() -> LaneTip.read(lane.encode().slice(0, 39)))
        .hasMessageContaining("lane_hash");
  }
}
