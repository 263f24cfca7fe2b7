package weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;

/// A Weft that keeps everything in a folder.
@SuppressWarnings("NullAway.Init")
final class DurableWeftTest {
  private static final PrivateKey ALICE = PrivateKey.fromSeed(Bytes.utf8("alice"));

  @TempDir private Path folder;

  @RegisterExtension
  final WeftExtension extension = WeftExtension.startedBy(() -> TestWeft.durable(folder));

  @Test
  void goesOnWhereItWasAfterARestart() {
    TestWeft before = extension.weft();
    before.clock().advance(Duration.ofHours(1));
    before.faucet().fund(ALICE.address(), 5);
    long timeMs = before.produceBlock().header().timeMs();
    TestWeft after = extension.restart();
    assertThat(after).isNotSameAs(before).isSameAs(extension.weft());
    assertThat(after.node().services().store().head().height()).isEqualTo(2);
    assertThat(WeftExtensionTest.balance(after.connect(), ALICE)).isEqualTo(Amount.of(5));
    assertThat(after.clock().wallMs()).isGreaterThanOrEqualTo(timeMs);
    after.faucet().fund(ALICE.address(), 2);
    assertThat(WeftExtensionTest.balance(after.connect(), ALICE)).isEqualTo(Amount.of(7));
  }
}
