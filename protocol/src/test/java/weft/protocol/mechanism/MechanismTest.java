package weft.protocol.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MechanismTest {
  @Test
  void rulesAreFoundByNumberAndName() {
    for (Pricing one : Pricing.values()) {
      assertThat(Pricing.ofNumber(one.number())).contains(one);
      assertThat(Pricing.ofId(one.id())).contains(one);
    }
    for (Sharing one : Sharing.values()) {
      assertThat(Sharing.ofNumber(one.number())).contains(one);
      assertThat(Sharing.ofId(one.id())).contains(one);
    }
    for (Refunds one : Refunds.values()) {
      assertThat(Refunds.ofNumber(one.number())).contains(one);
      assertThat(Refunds.ofId(one.id())).contains(one);
    }
    assertThat(Pricing.ofNumber(0)).isEmpty();
    assertThat(Sharing.ofNumber(8)).isEmpty();
    assertThat(Refunds.ofNumber(-1)).isEmpty();
    assertThat(Refunds.ofId("FLAT_TAX")).isEmpty();
  }

  /// The numbers are on the wire and in states.
  @Test
  void numbersNeverChange() {
    assertThat(Arrays.stream(Pricing.values()).map(Pricing::number).toList())
        .isEqualTo(List.of(1, 2, 3, 4));
    assertThat(Arrays.stream(Pricing.values()).map(Pricing::id).toList())
        .isEqualTo(List.of("first", "second", "vcg", "core"));
    assertThat(Arrays.stream(Sharing.values()).map(Sharing::number).toList())
        .isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7));
    assertThat(Arrays.stream(Sharing.values()).map(Sharing::id).toList())
        .isEqualTo(
            List.of(
                "fixed",
                "proportional",
                "equal-surplus",
                "marginal",
                "shapley",
                "nucleolus",
                "vector"));
    assertThat(Arrays.stream(Refunds.values()).map(Refunds::number).toList())
        .isEqualTo(List.of(1, 2, 3));
    assertThat(Arrays.stream(Refunds.values()).map(Refunds::id).toList())
        .isEqualTo(List.of("none", "percent", "flat-tax"));
  }

  @Test
  void orderIsByNodesPricingSharingRefunds() {
    List<Mechanism> ascending =
        List.of(
            new Mechanism(1, Pricing.CORE, Sharing.VECTOR, Refunds.FLAT_TAX),
            new Mechanism(2, Pricing.FIRST, Sharing.VECTOR, Refunds.FLAT_TAX),
            new Mechanism(2, Pricing.SECOND, Sharing.FIXED, Refunds.FLAT_TAX),
            new Mechanism(2, Pricing.SECOND, Sharing.SHAPLEY, Refunds.NONE),
            new Mechanism(2, Pricing.SECOND, Sharing.SHAPLEY, Refunds.PERCENT));
    assertThat(ascending).isSorted();
    assertThat(ascending.getFirst().rules()).isEqualTo("core/vector/flat-tax");
  }

  @Test
  void nodeBudgetIsAtLeastOne() {
    assertThatThrownBy(() -> new Mechanism(0, Pricing.FIRST, Sharing.FIXED, Refunds.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
