package weft.cli.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.testnet.NodeProcess.Part;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.node.network.FreePorts;
import weft.proof.Poll;

/// The processes of a real network, hurt one after the other.
final class NetworkProcessesTest {
  private static final int VALIDATORS = 4;
  private static final long WAIT_MS = 120_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void aNodeThatIsKilledPausedOrRestartedComesBack() throws Exception {
    requireEngine();
    try (NetworkProcesses network =
        NetworkProcesses.create(
            folder.resolve("network"), VALIDATORS, FreePorts.find(VALIDATORS))) {
      requireSaysThatItIsAlone(network.node(0));
      network.startAll();
      network.await(2, WAIT_MS);
      NodeProcess hurt = network.node(VALIDATORS - 1);
      NodeProcess other = network.node(0);
      assertThat(network.mostFailing()).isEqualTo(1);

      hurt.kill(Part.BOTH);
      assertThat(hurt.isAlive()).isFalse();
      assertThat(hurt.directory().path().resolve("tmp")).isEmptyDirectory();
      assertThat(hurt.status()).isEmpty();
      assertThat(other.await(other.height() + 3, WAIT_MS)).as("the others go on").isTrue();
      hurt.start();
      network.await(other.height(), WAIT_MS);

      long engine = hurt.engine().orElseThrow().pid();
      hurt.kill(Part.ENGINE);
      network.await(other.height() + 3, WAIT_MS);
      assertThat(hurt.engine().orElseThrow().pid()).isNotEqualTo(engine);

      hurt.pause(Part.BOTH);
      assertThat(other.await(other.height() + 3, WAIT_MS)).isTrue();
      hurt.resume();
      network.await(other.height(), WAIT_MS);

      hurt.kill(Part.NODE);
      hurt.start();
      network.await(other.height(), WAIT_MS);

      assertThat(hurt.stop()).as(hurt.lastLines(20)).isTrue();
      assertThat(hurt.engine()).isEmpty();
    }
    try (NetworkProcesses again = NetworkProcesses.open(folder.resolve("network"))) {
      assertThat(again.size()).isEqualTo(VALIDATORS);
    }
  }

  /// As `docs/operations.md` tells who starts the first node of a new network.
  private static void requireSaysThatItIsAlone(NodeProcess first) throws Exception {
    first.configure(List.of("engine.stuck-ms=2000"));
    first.start();
    Poll.require(
        "node 0 is called stalled",
        WAIT_MS,
        () -> first.lastLines(20).contains("stalled height=0 reason=\"no peer to fetch blocks"));
    first.configure(List.of());
  }

  private static void requireEngine() {
    if (EngineBinary.find() instanceof EngineSearch.Missing(String message, String nextStep)) {
      Assumptions.abort(message + ". " + nextStep);
    }
  }
}
