package weft.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ExclusiveGroupTest {

  /// Numbers computed by Python's hashlib.
  @Test
  void numbersAreThoseOfTheRule() {
    assertThat(ExclusiveGroup.of(new UUID(0, 0))).isEqualTo(3_636_467_481_600_657_369L);
    assertThat(ExclusiveGroup.of(UUID.fromString("9D9AB9B0-1C2D-4C58-B3C4-5A6B7C8D9E0F")))
        .isEqualTo(8_447_008_786_452_209_291L);
  }
}
