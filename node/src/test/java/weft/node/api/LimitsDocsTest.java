package weft.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import weft.node.configuration.ConfigurationKey;

/// `docs/api` gives the defaults of the configuration.
final class LimitsDocsTest {
  private static final long MS_PER_SECOND = 1_000;
  private static final long BYTES_PER_MIB = 1 << 20;
  private static final long BYTES_PER_KIB = 1 << 10;

  @Test
  void addressesAndLimitsAreThoseOfTheConfiguration() throws IOException {
    long perSecond = number(ConfigurationKey.API_REQUESTS_PER_SECOND_PER_ADDRESS);
    String host = ConfigurationKey.API_HOST.defaultValue();
    long slowReaderS = number(ConfigurationKey.API_SLOW_READER_TIMEOUT_MS) / MS_PER_SECOND;
    assertThat(page("README.md"))
        .contains("`" + host + ":" + number(ConfigurationKey.API_HTTP_PORT) + "`")
        .contains("`" + host + ":" + number(ConfigurationKey.API_GRPC_PORT) + "`")
        .contains(
            "message of a call | "
                + number(ConfigurationKey.API_MAX_BODY_BYTES) / BYTES_PER_MIB
                + " MiB |")
        .contains(
            "metadata of a call | "
                + number(ConfigurationKey.API_MAX_HEADER_BYTES) / BYTES_PER_KIB
                + " KiB |")
        .contains(
            "| Requests per address | "
                + grouped(perSecond)
                + "/s, bursts of "
                + grouped(2 * perSecond)
                + " |")
        .contains(
            "| Connections, per interface | "
                + grouped(number(ConfigurationKey.API_MAX_CONNECTIONS))
                + "; "
                + grouped(number(ConfigurationKey.API_MAX_CONNECTIONS_PER_ADDRESS))
                + " per address |")
        .contains(
            "| Streams | "
                + grouped(number(ConfigurationKey.API_MAX_STREAMS))
                + "; "
                + grouped(number(ConfigurationKey.API_MAX_STREAMS_PER_ADDRESS))
                + " per address |")
        .contains(
            "| Between two requests of one connection | "
                + number(ConfigurationKey.API_IDLE_TIMEOUT_MS) / MS_PER_SECOND
                + " s;")
        .contains("takes nothing | " + slowReaderS + " s |");
    assertThat(page("http.md"))
        .contains("localhost:" + number(ConfigurationKey.API_HTTP_PORT) + "/")
        .contains("takes nothing for " + slowReaderS + " s ");
    assertThat(page("grpc.md")).contains("for " + slowReaderS + " s is dropped");
  }

  private static String page(String name) throws IOException {
    String root = Objects.requireNonNull(System.getProperty("weft.root"));
    return Files.readString(Path.of(root, "docs/api", name));
  }

  private static long number(ConfigurationKey key) {
    return Long.parseLong(key.defaultValue());
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
