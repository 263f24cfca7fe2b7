package weft.engine.cometbft.install;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.engine.cometbft.install.EngineSearch.Found;
import weft.engine.cometbft.install.EngineSearch.Missing;
import weft.engine.cometbft.install.InstallOutcome.AlreadyThere;
import weft.engine.cometbft.install.InstallOutcome.Installed;
import weft.engine.cometbft.install.InstallOutcome.Refused;

/// Builds the pinned engine with Go into Weft's tool folder. What stands there already stays until
/// the new programs are built and checked.
public final class EngineInstaller {
  private static final long MAX_BUILD_MINUTES = 30;
  private static final int TAIL_LINES = 8;
  private static final int MAX_LINE = 300;
  private static final String GET_GO =
      "Get Go 1.%d or newer from https://go.dev/dl (unpacked in /usr/local/go it is found), then run this again."
          .formatted(PinnedEngine.GO_MINOR);
  private static final Pattern NETWORK =
      Pattern.compile(
          "dial tcp|no such host|i/o timeout|connection refused|connection reset|network is"
              + " unreachable|TLS handshake|proxyconnect|lookup .* on |GOPROXY|module lookup"
              + " disabled|50[234] ");
  private static final Pattern TOO_OLD =
      Pattern.compile("requires go >=|toolchain not available|go\\.mod requires");

  private final ToolFolder folder;
  private final Map<String, String> environment;
  private final InstallListener listener;

  /// @param environment as of this process: `PATH` finds Go, `GOPROXY` and the like reach it
  public EngineInstaller(
      ToolFolder folder, Map<String, String> environment, InstallListener listener) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.listener = listener;
  }

  /// Installs the engine; takes minutes on a small machine.
  ///
  /// @param again also where the right one is there already
  /// @throws IOException if the tool folder cannot be written
  public InstallOutcome install(boolean again) throws IOException, InterruptedException {
    if (!again
        && EngineBinary.check(folder.engine()) instanceof Found found
        && PinnedEngine.PACKAGES.stream().allMatch(goPackage -> isIn(folder.bin(), goPackage))) {
      return new AlreadyThere(found.binary());
    }
    Optional<GoTool> go = GoTool.find(environment);
    if (go.isEmpty()) {
      return new Refused("go-missing", "there is no Go on this machine", GET_GO);
    }
    if (!go.get().isNewEnough()) {
      return new Refused("go-too-old", tooOld(go.get()), GET_GO);
    }
    Files.createDirectories(folder.path());
    try (FileChannel file =
            FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = lock(file)) {
      return lock == null
          ? new Refused(
              "busy", "another installation runs in " + folder.path(), "Wait until it is over.")
          : install(go.get());
    }
  }

  private static boolean isIn(Path bin, String goPackage) {
    return EngineBinary.check(bin.resolve(PinnedEngine.program(goPackage)), goPackage)
        instanceof Found;
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private InstallOutcome install(GoTool go) throws IOException, InterruptedException {
    long startedNs = System.nanoTime();
    // An installation that was killed left its files there.
    delete(folder.unfinished());
    Files.createDirectories(folder.unfinished());
    try {
      for (String goPackage : PinnedEngine.PACKAGES) {
        Optional<Refused> refused = build(go, goPackage);
        if (refused.isPresent()) {
          return refused.get();
        }
      }
      Files.createDirectories(folder.bin());
      for (String goPackage : PinnedEngine.PACKAGES) {
        String program = PinnedEngine.program(goPackage);
        Files.move(
            folder.unfinished().resolve(program),
            folder.bin().resolve(program),
            StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      delete(folder.unfinished());
    }
    return switch (EngineBinary.check(folder.engine())) {
      case Found found ->
          new Installed(
              found.binary(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs));
      case Missing missing -> new Refused("build-failed", missing.message(), missing.nextStep());
    };
  }

  private Optional<Refused> build(GoTool go, String goPackage)
      throws IOException, InterruptedException {
    String program = PinnedEngine.program(goPackage);
    ProcessBuilder builder =
        new ProcessBuilder(
                go.path().toString(), "install", "-v", goPackage + "@" + PinnedEngine.VERSION)
            .redirectErrorStream(true)
            .directory(folder.unfinished().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    // Of another machine's kind no program can be installed, and flags may ask for a vendor folder.
    List.of("GOOS", "GOARCH", "GOFLAGS").forEach(builder.environment()::remove);
    builder.environment().put("GOBIN", folder.unfinished().toString());
    builder.environment().put("GOWORK", "off");
    // No C compiler is needed, and the program runs whatever the system's C library is.
    builder.environment().put("CGO_ENABLED", "0");
    Process process = builder.start();
    Deque<String> tail = new ArrayDeque<>();
    Thread reader = Thread.ofVirtual().name("go-output").start(() -> read(process, program, tail));
    try {
      if (!process.waitFor(MAX_BUILD_MINUTES, TimeUnit.MINUTES)) {
        return Optional.of(
            new Refused(
                "build-failed",
                program + " was not built in " + MAX_BUILD_MINUTES + " minutes",
                "Check the network and this machine's load, then run this again."));
      }
      reader.join();
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      return Optional.of(refusal(go, program, String.join("; ", tail)));
    }
    return EngineBinary.check(folder.unfinished().resolve(program), goPackage)
            instanceof Missing missing
        ? Optional.of(new Refused("build-failed", missing.message(), "Run this again."))
        : Optional.empty();
  }

  private void read(Process process, String program, Deque<String> tail) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String cut = line.substring(0, Math.min(line.length(), MAX_LINE)).strip();
        tail.addLast(cut);
        if (tail.size() > TAIL_LINES) {
          tail.removeFirst();
        }
        listener.progress(program, cut.startsWith("go: ") ? cut.substring(4) : cut);
      }
    } catch (IOException e) {
      tail.addLast(String.valueOf(e.getMessage()));
    }
  }

  private static Refused refusal(GoTool go, String program, String tail) {
    // A newer Go that cannot be fetched shows as both.
    if (TOO_OLD.matcher(tail).find() || tail.contains("download go1.")) {
      return new Refused("go-too-old", tooOld(go) + ": " + tail, GET_GO);
    }
    if (NETWORK.matcher(tail).find()) {
      return new Refused(
          "proxy-unreachable",
          "Go's modules cannot be fetched for " + program + ": " + tail,
          "Check the network, or set GOPROXY to a proxy that this machine reaches.");
    }
    return new Refused(
        "build-failed",
        "Go did not build " + program + ": " + tail,
        "Repair that and run this again.");
  }

  private static String tooOld(GoTool go) {
    return "%s is Go 1.%d%s, and CometBFT %s needs 1.%d"
        .formatted(
            go.path(),
            go.minor(),
            go.fetchesNewer() && go.minor() >= GoTool.FETCHING_MINOR
                ? ""
                : ", which fetches no newer one",
            PinnedEngine.VERSION,
            PinnedEngine.GO_MINOR);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
