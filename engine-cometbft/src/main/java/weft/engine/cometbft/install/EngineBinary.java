package weft.engine.cometbft.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.engine.cometbft.install.EngineSearch.Found;
import weft.engine.cometbft.install.EngineSearch.Missing;

/// The engine's program, of the right version.
///
/// @param path absolute
/// @param version of the module, from the program's build information
/// @param goVersion of the compiler
public record EngineBinary(Path path, String version, String goVersion) {
  private static final String NEXT_STEP = "Run: ./weft engine install";

  /// Looks into Weft's tool folder first, then along `PATH`.
  public static EngineSearch find() {
    return find(System.getenv());
  }

  /// The same with another environment: `WEFT_TOOLS` and `PATH` count.
  public static EngineSearch find(Map<String, String> environment) {
    List<Path> candidates = new ArrayList<>();
    candidates.add(ToolFolder.of(environment).engine());
    candidates.addAll(onPath(environment, PinnedEngine.ENGINE));
    List<String> refused = new ArrayList<>();
    for (Path candidate : candidates) {
      switch (check(candidate)) {
        case Found found -> {
          return found;
        }
        case Missing missing -> {
          if (Files.exists(candidate)) {
            refused.add(missing.message());
          }
        }
      }
    }
    return new Missing(
        refused.isEmpty()
            ? "CometBFT "
                + PinnedEngine.VERSION
                + " is neither in "
                + candidates.getFirst()
                + " nor on PATH"
            : String.join("; ", refused),
        NEXT_STEP);
  }

  /// Whether a file is the pinned engine.
  public static EngineSearch check(Path program) {
    return check(program, PinnedEngine.MODULE + "/cmd/" + PinnedEngine.ENGINE);
  }

  static EngineSearch check(Path program, String goPackage) {
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      return new Missing("there is no program " + program, NEXT_STEP);
    }
    Optional<GoBuildInfo> found;
    try {
      found = GoBuildInfo.read(program);
    } catch (IOException e) {
      return new Missing(program + " cannot be read: " + e.getMessage(), NEXT_STEP);
    }
    if (found.isEmpty() || !found.get().packagePath().equals(goPackage)) {
      return new Missing(program + " is not built from " + goPackage, NEXT_STEP);
    }
    GoBuildInfo info = found.get();
    if (!info.modulePath().equals(PinnedEngine.MODULE)
        || !info.moduleVersion().equals(PinnedEngine.VERSION)) {
      return new Missing(
          "%s is %s %s, and Weft needs %s"
              .formatted(program, info.modulePath(), info.moduleVersion(), PinnedEngine.VERSION),
          NEXT_STEP);
    }
    return new Found(
        new EngineBinary(
            program.toAbsolutePath().normalize(), info.moduleVersion(), info.goVersion()));
  }

  /// The files of that name along `PATH`.
  static List<Path> onPath(Map<String, String> environment, String name) {
    List<Path> found = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      // An empty entry means the working folder: no place to take programs from.
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        found.add(Path.of(folder, name).toAbsolutePath());
      }
    }
    return found;
  }
}
