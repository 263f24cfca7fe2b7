package weft.engine.cometbft.home;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Fills `config.toml`, the resource beside this class, in which `@name@` stands for a value.
final class ConfigurationText {
  private static final Pattern PLACE = Pattern.compile("@([a-z-]+)@");

  private ConfigurationText() {}

  static String of(EngineHomeSettings settings) {
    Map<String, String> values = values(settings);
    return PLACE
        .matcher(template())
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    Objects.requireNonNull(values.get(place.group(1)), place.group(1))));
  }

  private static Map<String, String> values(EngineHomeSettings settings) {
    EngineProfile profile = settings.profile();
    Map<String, String> values = new HashMap<>();
    values.put("profile", profile.name());
    values.put("moniker", text(settings.moniker()));
    values.put("application", text(settings.applicationAddress()));
    values.put("remote-signer", text(settings.remoteSignerAddress().orElse("")));
    values.put("rpc", text("tcp://" + settings.rpcAddress()));
    values.put("peer-listen", text("tcp://" + settings.peerAddress()));
    values.put("external", text(settings.externalAddress().map(HostPort::toString).orElse("")));
    values.put(
        "peers",
        text(settings.peers().stream().map(EnginePeer::toString).collect(Collectors.joining(","))));
    values.put("strict-addresses", Boolean.toString(!profile.isPrivateNetwork()));
    values.put("duplicate-addresses", Boolean.toString(profile.isPrivateNetwork()));
    values.put("redial", milliseconds(profile.redialMs()));
    values.put("flush-pause", milliseconds(profile.flushPauseMs()));
    values.put("reap-pause", milliseconds(profile.reapPauseMs()));
    values.put("propose", milliseconds(profile.proposeTimeoutMs()));
    values.put("propose-delta", milliseconds(profile.proposeTimeoutDeltaMs()));
    values.put("vote", milliseconds(profile.voteTimeoutMs()));
    values.put("vote-delta", milliseconds(profile.voteTimeoutDeltaMs()));
    values.put("block-pause", milliseconds(profile.blockPauseMs()));
    values.put("gossip-pause", milliseconds(profile.gossipPauseMs()));
    values.put("metrics", Boolean.toString(settings.metricsAddress().isPresent()));
    values.put(
        "metrics-listen", text(settings.metricsAddress().map(HostPort::toString).orElse("")));
    putStateSync(values, settings.stateSync());
    return values;
  }

  private static void putStateSync(
      Map<String, String> values, Optional<StateSyncSettings> stateSync) {
    values.put("sync", Boolean.toString(stateSync.isPresent()));
    values.put(
        "sync-servers",
        text(
            stateSync.stream()
                .flatMap(sync -> sync.compared().stream())
                .map(URI::toString)
                .collect(Collectors.joining(","))));
    values.put(
        "sync-height", Long.toString(stateSync.map(StateSyncSettings::trustHeight).orElse(0L)));
    values.put("sync-hash", text(stateSync.map(sync -> sync.trustHash().toHex()).orElse("")));
    values.put(
        "sync-period",
        text(stateSync.map(StateSyncSettings::trustPeriodMs).orElse(604_800_000L) + "ms"));
  }

  private static String milliseconds(int ms) {
    return text(ms + "ms");
  }

  /// A basic string of TOML.
  static String text(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  private static String template() {
    try (InputStream file = ConfigurationText.class.getResourceAsStream("config.toml")) {
      return new String(
          Objects.requireNonNull(file, "config.toml").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
