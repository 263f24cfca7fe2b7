package weft.engine.cometbft.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.install.EngineSearch.Found;
import weft.engine.cometbft.install.EngineSearch.Missing;

final class EngineBinaryTest {
  @TempDir private Path folder;

  private static Missing missing(EngineSearch search) {
    assertThat(search).isInstanceOf(Missing.class);
    return (Missing) search;
  }

  @Test
  void theVersionIsTheOneThatGoReads() throws IOException, InterruptedException {
    EngineBinary engine = LocalEngine.engine();
    assertThat(engine.version()).isEqualTo("v0.40.0");
    assumeTrue(GoTool.find(System.getenv()).isPresent(), "there is no Go to compare with");
    Path go = GoTool.find(System.getenv()).orElseThrow().path();
    Process process =
        new ProcessBuilder(go.toString(), "version", "-m", engine.path().toString()).start();
    String read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(read)
        .contains(engine.path() + ": " + engine.goVersion())
        .contains("mod\tgithub.com/cometbft/cometbft\t" + engine.version() + "\t");
  }

  @Test
  void anotherProgramOfTheSameModuleIsNotTheEngine() {
    assertThat(missing(EngineBinary.check(LocalEngine.abciCli())).message())
        .contains("is not built from github.com/cometbft/cometbft/cmd/cometbft");
  }

  @Test
  void foreignProgramsAreNotTheEngine() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    assertThat(missing(EngineBinary.check(java)).message()).contains("is not built from");
    Path text =
        Files.writeString(
            folder.resolve("cometbft"), "mod\tgithub.com/cometbft/cometbft\tv0.40.0\t");
    assertThat(text.toFile().setExecutable(true)).isTrue();
    assertThat(missing(EngineBinary.check(text)).message()).contains("is not built from");
    assertThat(missing(EngineBinary.check(folder)).message()).contains("there is no program");
  }

  @Test
  void aGoProgramOfAnotherModuleIsNotTheEngine() throws IOException, InterruptedException {
    assumeTrue(GoTool.find(System.getenv()).isPresent(), "there is no Go");
    Path go = GoTool.find(System.getenv()).orElseThrow().path();
    assertThat(missing(EngineBinary.check(go)).message()).contains("is not built from");
  }

  @Test
  void theToolFolderComesBeforeThePath() throws IOException {
    Path engine = LocalEngine.engine().path();
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(elsewhere.resolve("cometbft"), engine);
    Map<String, String> environment =
        Map.of("WEFT_TOOLS", tools.toString(), "PATH", folder.resolve("none") + "::" + elsewhere);
    assertThat(EngineBinary.find(environment))
        .isInstanceOfSatisfying(
            Found.class,
            found -> assertThat(found.binary().path()).isEqualTo(elsewhere.resolve("cometbft")));
    Files.createSymbolicLink(
        Files.createDirectories(tools.resolve("bin")).resolve("cometbft"), engine);
    assertThat(EngineBinary.find(environment))
        .isInstanceOfSatisfying(
            Found.class,
            found -> assertThat(found.binary().path()).isEqualTo(tools.resolve("bin/cometbft")));
  }

  @Test
  void theRefusalSaysWhatToDoAndWhatWasFound() throws IOException {
    Map<String, String> environment =
        Map.of("WEFT_TOOLS", folder.toString(), "PATH", folder.toString());
    Missing nothing = missing(EngineBinary.find(environment));
    assertThat(nothing.message()).contains("v0.40.0").contains(folder.toString());
    assertThat(nothing.nextStep()).isEqualTo("Run: ./weft engine install");
    Path wrong = Files.writeString(folder.resolve("cometbft"), "#!/bin/sh\n");
    assertThat(wrong.toFile().setExecutable(true)).isTrue();
    assertThat(missing(EngineBinary.find(environment)).message()).contains(wrong.toString());
  }
}
