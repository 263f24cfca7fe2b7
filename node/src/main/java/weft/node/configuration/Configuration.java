package weft.node.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// A node's settings: defaults, then `weft.toml`, then `WEFT_` variables, then flags; the later
/// wins. An unknown key, or a `WEFT_` variable that nothing reads, is an error that suggests the
/// nearest one.
public final class Configuration {
  /// Variables that are no keys: the launcher and the commands read them.
  private static final List<String> OTHER_VARIABLES =
      List.of(
          "WEFT_DATA",
          "WEFT_NODE",
          "WEFT_KEY",
          "WEFT_TOOLS",
          "WEFT_JAVA_HOME",
          "WEFT_JAVA_OPTS",
          "WEFT_CLASSPATH");

  private final Map<ConfigurationKey, String> values;

  private Configuration(Map<ConfigurationKey, String> values) {
    this.values = values;
  }

  /// The defaults alone.
  public static Configuration defaults() {
    return new Configuration(new EnumMap<>(ConfigurationKey.class));
  }

  /// Reads a file, then variables whose names start with `WEFT_`, then flags by key.
  ///
  /// @param file skipped if it does not exist
  /// @throws ConfigurationException for a key or value that cannot be used
  public static Configuration load(
      Path file, Map<String, String> environment, Map<String, String> flags) {
    Map<ConfigurationKey, String> values = new EnumMap<>(ConfigurationKey.class);
    if (Files.exists(file)) {
      flatten(file, read(file), "")
          .forEach((key, value) -> put(values, key, value, file.toString()));
    }
    refuseUnknown(environment);
    for (ConfigurationKey key : ConfigurationKey.values()) {
      String value = environment.get(key.variable());
      if (value != null) {
        put(values, key.key(), value, "variable " + key.variable());
      }
    }
    flags.forEach((key, value) -> put(values, key, value, "flag"));
    return new Configuration(values);
  }

  public String text(ConfigurationKey key) {
    return values.getOrDefault(key, key.defaultValue());
  }

  public long number(ConfigurationKey key) {
    return Long.parseLong(text(key));
  }

  /// A number of a key whose range lies in `int`.
  public int integer(ConfigurationKey key) {
    return Math.toIntExact(number(key));
  }

  /// A copy with one key set.
  ///
  /// @throws ConfigurationException if the value does not fit the key
  public Configuration with(ConfigurationKey key, String value) {
    Map<ConfigurationKey, String> changed = new EnumMap<>(ConfigurationKey.class);
    changed.putAll(values);
    put(changed, key.key(), value, "setting");
    return new Configuration(changed);
  }

  /// A `weft.toml` with every key, its meaning, range and default, and the values that are set.
  public String toToml() {
    StringBuilder toml = new StringBuilder("# Weft node. Every key is optional.\n");
    String section = "";
    for (ConfigurationKey key : ConfigurationKey.values()) {
      int dot = key.key().indexOf('.');
      if (!key.key().substring(0, dot).equals(section)) {
        section = key.key().substring(0, dot);
        toml.append("\n[").append(section).append("]\n");
      }
      toml.append("# ").append(key.meaning());
      if (key.isNumber()) {
        String max = key.max() == Long.MAX_VALUE ? "" : String.valueOf(key.max());
        toml.append(" (").append(key.min()).append("..").append(max).append(')');
      }
      toml.append('\n');
      boolean set = values.containsKey(key);
      String value = text(key);
      toml.append(set ? "" : "# ").append(key.key().substring(dot + 1)).append(" = ");
      toml.append(key.isNumber() ? value : '"' + value + '"').append('\n');
    }
    return toml.toString();
  }

  private static JsonNode read(Path file) {
    try {
      return new TomlMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      throw new ConfigurationException(file + " is not TOML: " + e.getOriginalMessage());
    }
  }

  private static Map<String, String> flatten(Path file, JsonNode node, String prefix) {
    Map<String, String> flat = new TreeMap<>();
    node.properties()
        .forEach(
            entry -> {
              String key = prefix + entry.getKey();
              if (entry.getValue().isObject()) {
                flat.putAll(flatten(file, entry.getValue(), key + "."));
              } else {
                flat.put(key, value(file, key, entry.getValue()));
              }
            });
    return flat;
  }

  private static String value(Path file, String key, JsonNode value) {
    if (value.isString() || value.isIntegralNumber() || value.isBoolean()) {
      return value.asString();
    }
    boolean isList =
        key.equals(ConfigurationKey.API_CORS_ORIGINS.key())
            && value.isArray()
            && value.values().stream().allMatch(JsonNode::isString);
    if (isList) {
      return String.join(",", value.values().stream().map(JsonNode::asString).toList());
    }
    throw new ConfigurationException(
        "%s: %s must be one text, whole number, true or false, not %s"
            .formatted(file, key, value.isArray() ? "a list" : "'" + value + "'"));
  }

  /// A misspelt variable would let an operator believe in a setting that has no effect.
  private static void refuseUnknown(Map<String, String> environment) {
    List<String> known =
        Stream.concat(
                Arrays.stream(ConfigurationKey.values()).map(ConfigurationKey::variable),
                OTHER_VARIABLES.stream())
            .toList();
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(ConfigurationKey.VARIABLE_PREFIX) && !known.contains(name)) {
        throw new ConfigurationException(
            "variable %s: nothing reads it; the nearest is '%s'"
                .formatted(name, nearest(name, known)));
      }
    }
  }

  private static void put(
      Map<ConfigurationKey, String> values, String name, String value, String source) {
    ConfigurationKey key =
        ConfigurationKey.of(name)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "%s: there is no key '%s'; the nearest is '%s'"
                            .formatted(source, name, nearest(name))));
    check(key, value, source);
    values.put(key, value);
  }

  private static void check(ConfigurationKey key, String value, String source) {
    if (key.isNumber()) {
      boolean digits = value.matches("[0-9]{1,18}|9223372036854775807");
      if (!digits || Long.parseLong(value) < key.min() || Long.parseLong(value) > key.max()) {
        throw new ConfigurationException(
            "%s: %s must be a whole number from %d to %d, not '%s'"
                .formatted(source, key.key(), key.min(), key.max(), value));
      }
    } else if (!key.choices().isEmpty() && !key.choices().contains(value)) {
      throw new ConfigurationException(
          "%s: %s must be one of %s, not '%s'".formatted(source, key.key(), key.choices(), value));
    }
  }

  private static String nearest(String name) {
    return nearest(
        name, Arrays.stream(ConfigurationKey.values()).map(ConfigurationKey::key).toList());
  }

  private static String nearest(String name, List<String> all) {
    return EditDistance.nearest(name, all).orElseThrow();
  }
}
