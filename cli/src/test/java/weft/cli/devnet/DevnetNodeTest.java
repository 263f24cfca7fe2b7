package weft.cli.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.node.Node;
import weft.proof.Conserved;

final class DevnetNodeTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void itStaysOnLoopbackWhateverTheConfigurationSays() throws IOException {
    DevnetNode.start(folder, 0).close();
    Files.writeString(folder.resolve("weft.toml"), "[api]\nhost = \"0.0.0.0\"\n");
    try (Node node = DevnetNode.start(folder, 0)) {
      for (int port : new int[] {node.httpPort(), node.grpcPort()}) {
        new Socket(InetAddress.getByName("127.0.0.1"), port).close();
        // Another address of this machine, which a socket on all addresses would answer too.
        assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), port).close())
            .isInstanceOf(ConnectException.class);
      }
      assertThat(node.services().genesis().chainName()).isEqualTo("weft-devnet");
    }
    Conserved.require(folder);
  }
}
