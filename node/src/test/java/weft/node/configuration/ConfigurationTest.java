package weft.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
  @TempDir private Path folder = Path.of(".");

  private Configuration load(String toml, Map<String, String> environment, String... flags)
      throws IOException {
    Path file = folder.resolve("weft.toml");
    Files.writeString(file, toml);
    Map<String, String> byKey = flags.length == 0 ? Map.of() : Map.of(flags[0], flags[1]);
    return Configuration.load(file, environment, byKey);
  }

  private AbstractThrowableAssert<?, ?> refused(String toml) {
    return assertThatThrownBy(() -> load(toml, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("weft.toml");
  }

  private static AbstractThrowableAssert<?, ?> refusedVariable(String name, String value) {
    return assertThatThrownBy(
            () -> Configuration.load(Path.of("none"), Map.of(name, value), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(name);
  }

  @Test
  void theFileGivesWayToVariablesAndTheyToFlags() throws IOException {
    String toml = "[api]\nhttp-port = 1\ngrpc-port = 1\nmax-streams = 1\n";
    Map<String, String> environment = Map.of("WEFT_API_HTTP_PORT", "2", "WEFT_API_GRPC_PORT", "2");
    Configuration configuration = load(toml, environment, "api.http-port", "3");
    assertThat(configuration.number(ConfigurationKey.API_HTTP_PORT)).isEqualTo(3);
    assertThat(configuration.number(ConfigurationKey.API_GRPC_PORT)).isEqualTo(2);
    assertThat(configuration.number(ConfigurationKey.API_MAX_STREAMS)).isEqualTo(1);
    assertThat(configuration.text(ConfigurationKey.API_HOST)).isEqualTo("127.0.0.1");
  }

  @Test
  void theFileThatItWritesReadsBackAsItself() throws IOException {
    Configuration written =
        Configuration.defaults()
            .with(ConfigurationKey.API_CORS_ORIGINS, "https://a.example,https://b.example")
            .with(ConfigurationKey.LOG_FORMAT, "json")
            .with(ConfigurationKey.STORE_MAX_SPACE_BYTES, "9223372036854775807");
    Configuration read = load(written.toToml(), Map.of());
    for (ConfigurationKey key : ConfigurationKey.values()) {
      assertThat(read.text(key)).as(key.key()).isEqualTo(written.text(key));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[api]\nhttp-port = [1, 2]\n",
        "[[api]]\nhttp-port = 1\n",
        "[api]\nhost = [\"127.0.0.1\"]\n",
        "[api]\ncors-origins = [1]\n",
        "[api]\ncors-origins = [[\"https://a.example\"]]\n",
        "[api]\nhttp-port = 1.5\n",
        "[api\n",
        "api = 1\n",
        "http-port = 1\n",
        "[api.http-port]\nx = 1\n",
        "[api]\nhttp-port = 1\nhttp-port = 2\n"
      })
  void whatIsNoSettingIsRefusedByName(String toml) {
    refused(toml);
  }

  @Test
  void originsMayBeAList() throws IOException {
    Configuration configuration =
        load("[api]\ncors-origins = [\"https://a.example\", \"https://b.example\"]\n", Map.of());
    assertThat(configuration.text(ConfigurationKey.API_CORS_ORIGINS))
        .isEqualTo("https://a.example,https://b.example");
  }

  @Test
  void aValueOutsideOfItsRangeOrTypeNamesBoth() {
    refused("[api]\nhttp-port = 65536\n").hasMessageContaining("from 0 to 65535, not '65536'");
    refused("[api]\nhttp-port = -1\n").hasMessageContaining("from 0 to 65535");
    refused("[api]\nhttp-port = true\n").hasMessageContaining("from 0 to 65535, not 'true'");
    refused("[log]\nformat = \"xml\"\n").hasMessageContaining("[text, json]");
    refusedVariable("WEFT_API_HTTP_PORT", "many").hasMessageContaining("from 0 to 65535");
  }

  @Test
  void anUnknownKeySuggestsTheNearest() {
    refused("[api]\nhtp-port = 1\n").hasMessageContaining("the nearest is 'api.http-port'");
    assertThatThrownBy(() -> load("", Map.of(), "log.fromat", "json"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the nearest is 'log.format'");
  }

  @Test
  void anUnknownVariableSuggestsTheNearest() throws IOException {
    refusedVariable("WEFT_API_HTP_PORT", "1").hasMessageContaining("'WEFT_API_HTTP_PORT'");
    refusedVariable("WEFT_MEMPOOL_MAX_BYTE", "1").hasMessageContaining("'WEFT_MEMPOOL_MAX_BYTES'");
    refusedVariable("WEFT_MEMPOL_MAX_BYTES", "1").hasMessageContaining("'WEFT_MEMPOOL_MAX_BYTES'");
    refusedVariable("WEFT_ENGIN_MIN_INTERVAL_MS", "20")
        .hasMessageContaining("'WEFT_ENGINE_MIN_INTERVAL_MS'");
    refusedVariable("WEFT_MODE", "1").hasMessageContaining("'WEFT_NODE'");
    refusedVariable("WEFT_", "").hasMessageContaining("nearest");
    Map<String, String> ofOthers = Map.of("WEFTY_API_X", "x", "PATH", "/bin", "weft_api_x", "x");
    assertThat(load("", ofOthers).number(ConfigurationKey.API_HTTP_PORT)).isEqualTo(9600);
  }
}
