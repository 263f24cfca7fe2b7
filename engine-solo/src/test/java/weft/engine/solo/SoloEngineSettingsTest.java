package weft.engine.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SoloEngineSettingsTest {
  @Test
  void hasTheDocumentedDefaults() {
    assertThat(SoloEngineSettings.defaults()).isEqualTo(new SoloEngineSettings(100, 2_000, false));
  }

  @Test
  void namesTheLimitThatIsBroken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoloEngineSettings.intervals(0, 2_000))
        .withMessage("the minimum block interval is 0 ms; set it to 1 to 60000 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoloEngineSettings.intervals(60_001, 100_000))
        .withMessageContaining("1 to 60000 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoloEngineSettings.intervals(500, 499))
        .withMessage("the empty block interval is 499 ms; set it to 500 to 3600000 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoloEngineSettings.intervals(500, 3_600_001))
        .withMessageContaining("3600000 ms");
  }
}
