package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Puts the published vectors before the verifier in JavaScript, which shares no code with this
/// one.
class ForeignVectorsTest {
  @Test
  void foreignVerifierAgrees() throws IOException, InterruptedException {
    assumeTrue(isOnPath("node"), "node is not installed: verify.mjs is not run");
    Path script = VectorFile.root().resolve("docs/protocol/vectors/verify.mjs");
    Process process =
        new ProcessBuilder("node", script.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output)
        .matches(
            Pattern.compile(
                "lanes.json: \\d+ verdicts as published\\R"
                    + "state.json: \\d+ verdicts as published\\R"));
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
