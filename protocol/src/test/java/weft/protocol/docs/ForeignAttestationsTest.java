package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Puts the published attestations before a verifier in Go, which shares no code with this one, nor
/// the library for BLS signatures. Skipped, with the reason, where Go or that library cannot be
/// had.
class ForeignAttestationsTest {
  private static final Path SOURCE =
      VectorFile.root().resolve("protocol/src/test/go/attestcheck").toAbsolutePath();
  private static final long FETCH_LIMIT_SECONDS = 120;
  private static final long BUILD_LIMIT_SECONDS = 300;

  @Test
  void foreignVerifierAgrees(@TempDir Path work) throws Exception {
    assumeTrue(isOnPath("go"), "skipped: the tool `go` is not on the PATH");
    // A step of its own: a machine without a network cannot fetch, which says nothing about us.
    Run fetch = run(work, FETCH_LIMIT_SECONDS, "go", "list", "-mod=readonly", "-deps", ".");
    if (!fetch.succeeded()) {
      abort("skipped: Go cannot fetch the library for BLS signatures: " + fetch.output());
    }
    String program = work.resolve("attestcheck").toString();
    Run build = run(work, BUILD_LIMIT_SECONDS, "go", "build", "-mod=readonly", "-o", program, ".");
    assertThat(build.succeeded()).as(build.output()).isTrue();
    Path vectors = VectorFile.root().resolve("docs/protocol/vectors/attestations.json");
    Run check = run(work, FETCH_LIMIT_SECONDS, program, vectors.toAbsolutePath().toString());
    assertThat(check.succeeded()).as(check.output()).isTrue();
    assertThat(check.output()).matches("attestations\\.json: \\d\\d+ verdicts as published\\R");
  }

  private record Run(boolean succeeded, String output) {}

  private static Run run(Path work, long limitSeconds, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    File log = work.resolve("log").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(SOURCE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return new Run(false, command + " took over " + limitSeconds + " s");
    }
    return new Run(process.exitValue() == 0, Files.readString(log.toPath()));
  }

  private static boolean isOnPath(String tool) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }
}
