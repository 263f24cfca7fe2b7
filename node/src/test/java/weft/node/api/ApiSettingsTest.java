package weft.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;

/// The API's settings come from the configuration.
final class ApiSettingsTest {
  @Test
  void everyKeyOfTheApiChangesTheSettings() {
    List<ConfigurationKey> keys =
        Arrays.stream(ConfigurationKey.values())
            .filter(key -> key.key().startsWith("api."))
            .toList();
    assertThat(keys).hasSizeGreaterThan(10);
    for (ConfigurationKey key : keys) {
      String other = key.isNumber() ? Long.toString(key.max()) : "192.0.2.1";
      assertThat(ApiSettings.of(Configuration.defaults().with(key, other)))
          .as(key.key())
          .isNotEqualTo(ApiSettings.DEFAULTS);
    }
  }

  @Test
  void limitsAreTheConfiguredOnes() {
    ApiSettings settings =
        ApiSettings.of(
            Configuration.defaults()
                .with(ConfigurationKey.API_CORS_ORIGINS, "https://a.example, https://b.example")
                .with(ConfigurationKey.API_MAX_CONNECTIONS, "11")
                .with(ConfigurationKey.API_MAX_CONNECTIONS_PER_ADDRESS, "12")
                .with(ConfigurationKey.API_REQUESTS_PER_SECOND_PER_ADDRESS, "13")
                .with(ConfigurationKey.API_MAX_BODY_BYTES, "1024")
                .with(ConfigurationKey.API_MAX_HEADER_BYTES, "1025")
                .with(ConfigurationKey.API_IDLE_TIMEOUT_MS, "101")
                .with(ConfigurationKey.API_MAX_STREAMS, "14")
                .with(ConfigurationKey.API_MAX_STREAMS_PER_ADDRESS, "15")
                .with(ConfigurationKey.API_SLOW_READER_TIMEOUT_MS, "102"));
    assertThat(settings.corsOrigins()).containsExactly("https://a.example", "https://b.example");
    assertThat(settings.clients().maxConnections()).isEqualTo(11);
    assertThat(settings.clients().maxConnectionsPerAddress()).isEqualTo(12);
    assertThat(settings.clients().requestsPerSecondPerAddress()).isEqualTo(13);
    assertThat(settings.clients().requestBurstPerAddress()).isEqualTo(26);
    assertThat(settings.requests().maxBodyBytes()).isEqualTo(1024);
    assertThat(settings.requests().maxHeaderBytes()).isEqualTo(1025);
    assertThat(settings.requests().idleTimeoutMs()).isEqualTo(101);
    assertThat(settings.streams().maxStreams()).isEqualTo(14);
    assertThat(settings.streams().maxStreamsPerAddress()).isEqualTo(15);
    assertThat(settings.streams().slowReaderTimeoutMs()).isEqualTo(102);
  }
}
