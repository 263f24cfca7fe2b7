package weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.RegisteredRollup;

/// A Weft whose ledger has other parameters than the default ones.
final class ParametersTest {
  @RegisterExtension
  final WeftExtension extension =
      WeftExtension.startedBy(
          () -> TestWeft.withParameters(new TreeMap<>(Map.of("rollup.bond", "7"))));

  @Test
  void theBondIsTheOneThatWasAskedFor() {
    TestWeft weft = extension.weft();
    RollupId rollup = weft.faucet().registerRollup("mine", WeftExtensionTest.terms(weft));
    assertThat(weft.connect().chain().rollup(rollup))
        .isInstanceOfSatisfying(
            Checked.Ok.class,
            ok -> assertThat(((RegisteredRollup) ok.value()).bond()).isEqualTo(Amount.of(7)));
  }
}
