package weft.engine.cometbft.abci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a server listens, and what it finds there.
final class AbciAddressTest {
  @TempDir Path folder;

  private AbciServer start(Path path) throws IOException {
    return AbciServer.start(
        AbciServerSettings.of(new AbciAddress.Unix(path)),
        new KvApplication(),
        fault -> {
          throw new AssertionError(fault);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///run/weft/engine.sock", "tcp://127.0.0.1:26658", "tcp://[::1]:0"})
  void anAddressReadsAsItIsWritten(String text) {
    assertThat(AbciAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unix://", "tcp://127.0.0.1", "tcp://:1", "/run/weft", "http://a:1", "a b"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> AbciAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unix:///path or tcp://127.0.0.1:port");
  }

  @Test
  void aPathTooLongForASocketIsRefusedWithTheLimit() {
    assertThatThrownBy(() -> AbciAddress.parse("unix:///" + "x".repeat(103)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("103 bytes, got 104");
  }

  @Test
  void onlyTheOwnerMayUseTheSocketAndItGoesWithTheServer() throws IOException {
    Path path = folder.resolve("s");
    try (AbciServer server = start(path)) {
      assertThat(server.address()).hasToString("unix://" + path);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aSocketLeftByAKilledProcessIsReplaced() throws IOException {
    Path path = folder.resolve("s");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (AbciServer server = start(path);
        EngineClient client = new EngineClient(server.address())) {
      assertThat(client.call(EngineClient.echo("new")).hasEcho()).isTrue();
    }
  }

  @Test
  void aSocketInUseIsLeftAlone() throws IOException {
    Path path = folder.resolve("s");
    try (AbciServer running = start(path)) {
      assertThatThrownBy(() -> start(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by a running node");
      try (EngineClient client = new EngineClient(running.address())) {
        assertThat(client.call(EngineClient.echo("still")).hasEcho()).isTrue();
      }
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Path path = Files.writeString(folder.resolve("s"), "precious");
    assertThatThrownBy(() -> start(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no socket");
    assertThat(path).hasContent("precious");
  }
}
