package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;

final class EngineCommandsTest {
  private static final long WAIT_MS = 60_000;
  private static final String ALONE = "WEFT_TOOLS=\"$PWD/tools\" PATH=/usr/bin:/bin ./weft engine ";

  @TempDir private Path folder = Path.of(".");

  private String output(String line, int status) throws IOException, InterruptedException {
    try (WeftProcess process = WeftProcess.bash(folder, line)) {
      assertThat(process.await(WAIT_MS)).as(process.output()).isEqualTo(status);
      return process.output();
    }
  }

  @Test
  void aMissingEngineIsNamedWithWhatToDo() throws IOException, InterruptedException {
    assumeTrue(!Files.exists(Path.of("/usr/bin/cometbft")), "cometbft is in /usr/bin");
    WeftProcess.prepare(folder);
    assertThat(output(ALONE + "show", 1))
        .contains(
            "CometBFT v0.40.0 is neither in " + folder.toRealPath().resolve("tools/bin/cometbft"))
        .contains("Run: ./weft engine install");
    assertThat(output(ALONE + "show --json", 1)).contains("\"error\" : \"engine-missing\"");
  }

  @Test
  void theEngineInTheToolFolderIsShownAndNotBuiltAgain() throws IOException, InterruptedException {
    EngineSearch search = EngineBinary.find();
    assumeTrue(search instanceof EngineSearch.Found, search.toString());
    Path engineFile = ((EngineSearch.Found) search).binary().path();
    Path bin = engineFile.resolveSibling(".").normalize();
    assumeTrue(Files.exists(bin.resolve("abci-cli")), "there is no abci-cli in " + bin);
    WeftProcess.prepare(folder);
    Files.createSymbolicLink(Files.createDirectory(folder.resolve("tools")).resolve("bin"), bin);
    Path engine = folder.toRealPath().resolve("tools/bin/cometbft");
    assertThat(output(ALONE + "show", 0))
        .contains("CometBFT v0.40.0, built with go1.")
        .contains("program " + engine)
        .contains("weft's tool folder");
    assertThat(output(ALONE + "show --json", 0)).contains("\"source\" : \"tools\"");
    assertThat(output(ALONE + "install", 0)).contains("v0.40.0 is in " + engine + " already");
    assertThat(output(ALONE + "install --json", 0)).contains("\"outcome\" : \"already-there\"");
  }
}
