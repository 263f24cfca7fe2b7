package weft.protocol.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class MechanismIdTest {
  /// printf '\0\016weft.mechanism\1\0\0\0\0\0\7\241\40\1\6\1' | sha256sum
  @Test
  void isTheHashOfTheDocumentedBytes() {
    assertThat(MechanismId.of(Mechanism.DEFAULT).toString())
        .contains("d2f201ffd20f0bd5dbd10f5ad49a4095ce03999c07d31b294c8010583034ee8d");
  }

  @Test
  void differsWithEveryPart() {
    TreeSet<String> ids = new TreeSet<>();
    int mechanisms = 0;
    for (long nodeBudget : new long[] {1, 2, Long.MAX_VALUE}) {
      for (Pricing pricing : Pricing.values()) {
        for (Sharing sharing : Sharing.values()) {
          for (Refunds refunds : Refunds.values()) {
            ids.add(
                MechanismId.of(new Mechanism(nodeBudget, pricing, sharing, refunds)).toString());
            mechanisms++;
          }
        }
      }
    }
    assertThat(ids).hasSize(mechanisms);
  }
}
