package weft.engine.cometbft.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `go` command of this machine.
///
/// @param minor N of Go 1.N
/// @param fetchesNewer whether it gets a newer Go by itself where a module asks for one
record GoTool(Path path, int minor, boolean fetchesNewer) {
  /// The first Go that can fetch a newer one.
  static final int FETCHING_MINOR = 21;

  private static final Pattern VERSION = Pattern.compile("go1\\.([0-9]{1,4})");
  private static final Path USUAL = Path.of("/usr/local/go/bin/go");
  private static final long TIMEOUT_S = 30;
  private static final int MAX_OUTPUT_BYTES = 4096;

  /// The first on `PATH`, or the one where Go's own archive is unpacked.
  static Optional<GoTool> find(Map<String, String> environment)
      throws IOException, InterruptedException {
    List<Path> candidates = new ArrayList<>(EngineBinary.onPath(environment, "go"));
    if (Files.isExecutable(USUAL)) {
      candidates.add(USUAL);
    }
    Optional<GoTool> best = Optional.empty();
    for (Path candidate : candidates) {
      Optional<GoTool> tool = ask(candidate, environment);
      if (tool.isPresent() && (best.isEmpty() || tool.get().minor > best.get().minor)) {
        best = tool;
      }
    }
    return best;
  }

  boolean isNewEnough() {
    return minor >= PinnedEngine.GO_MINOR || (minor >= FETCHING_MINOR && fetchesNewer);
  }

  private static Optional<GoTool> ask(Path go, Map<String, String> environment)
      throws IOException, InterruptedException {
    OptionalInt minor = minor(output(go, environment, "version"));
    if (minor.isEmpty()) {
      return Optional.empty();
    }
    String toolchain = output(go, environment, "env", "GOTOOLCHAIN");
    // "local" and "goX.Y.Z" stay with what they are; "auto" and "goX.Y.Z+auto" go further.
    return Optional.of(new GoTool(go, minor.getAsInt(), toolchain.contains("auto")));
  }

  static OptionalInt minor(String versionText) {
    Matcher matcher = VERSION.matcher(versionText);
    return matcher.find()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private static String output(Path go, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(go.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A go.mod of the working folder may name another toolchain.
    builder.directory(Path.of(System.getProperty("java.io.tmpdir")).toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        return "";
      }
      byte[] text = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES);
      return new String(text, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
