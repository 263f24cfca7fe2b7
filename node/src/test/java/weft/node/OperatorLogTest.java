package weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import weft.chain.fixture.TestNet;
import weft.engine.solo.SystemBlockClock;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.ConfigurationKey;
import weft.primitives.PrivateKey;
import weft.storage.RocksNodeStore;
import weft.storage.StoreException;
import weft.storage.StoreSettings;

/// What an operator reads about a node's beginning and end.
final class OperatorLogTest {
  @TempDir private Path folder = Path.of("");

  private final TestNet net = TestNet.of(1);
  private final Logger logger = (Logger) LoggerFactory.getLogger("weft.node");
  private final Lines lines = new Lines();

  /// Keeps each line with the height of the store where that can be opened as the line is written.
  private final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> read = new ArrayList<>();

    @Override
    protected synchronized void append(ILoggingEvent event) {
      read.add(event.getFormattedMessage() + stored());
    }

    private String stored() {
      try (RocksNodeStore store = RocksNodeStore.open(directory(), StoreSettings.defaults())) {
        return ", stored " + store.head().height();
      } catch (StoreException e) {
        return "";
      }
    }
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private Path directory() {
    return folder.resolve("store");
  }

  private Node start(PrivateKey validator) {
    Configuration anyPorts =
        Configuration.defaults()
            .with(ConfigurationKey.API_HTTP_PORT, "0")
            .with(ConfigurationKey.API_GRPC_PORT, "0");
    return Node.start(
        new NodeSettings(
            anyPorts,
            net.genesis(),
            validator,
            net.account(0),
            Optional.of(directory()),
            new SystemBlockClock(),
            true));
  }

  @Test
  void stoppedIsTheLastLineAndTheStoreIsFree() {
    Node node = start(TestNet.VALIDATOR);
    node.produceBlock();
    node.produceBlock();
    lines.start();
    logger.addAppender(lines);

    node.close();
    node.close();

    assertThat(lines.read).containsExactly("stopping", "stopped height=2, stored 2");
  }

  @Test
  void aNodeThatDidNotStartDoesNotStop() {
    lines.start();
    logger.addAppender(lines);

    assertThatThrownBy(() -> start(net.account(0))).isInstanceOf(ConfigurationException.class);

    assertThat(lines.read).noneMatch(line -> line.contains("stop"));
    start(TestNet.VALIDATOR).close();
  }
}
