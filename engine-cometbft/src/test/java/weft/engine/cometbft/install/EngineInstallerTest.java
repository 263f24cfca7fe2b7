package weft.engine.cometbft.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.engine.cometbft.install.InstallOutcome.AlreadyThere;
import weft.engine.cometbft.install.InstallOutcome.Installed;
import weft.engine.cometbft.install.InstallOutcome.Refused;

/// The real Go; tests are skipped where it is missing.
final class EngineInstallerTest {
  @TempDir private Path folder;

  private static void needGo() throws IOException, InterruptedException {
    assumeTrue(
        GoTool.find(System.getenv()).filter(GoTool::isNewEnough).isPresent(),
        "there is no Go 1.25 or newer");
  }

  /// Takes minutes, or seconds where Go has built it before.
  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void theEngineIsBuiltCheckedAndFoundAgain() throws IOException, InterruptedException {
    needGo();
    List<String> lines = new CopyOnWriteArrayList<>();
    ToolFolder tools = new ToolFolder(folder.resolve("tools"));
    EngineInstaller installer =
        new EngineInstaller(
            tools, System.getenv(), (program, what) -> lines.add(program + " " + what));
    assertThat(installer.install(false)).isInstanceOf(Installed.class);
    assertThat(lines).isNotEmpty();
    try (var left = Files.list(tools.path())) {
      assertThat(left).containsExactlyInAnyOrder(tools.bin(), tools.lock());
    }
    assertThat(EngineBinary.check(tools.engine())).isInstanceOf(EngineSearch.Found.class);
    assertThat(Files.isExecutable(tools.abciCli())).isTrue();
    assertThat(installer.install(false)).isInstanceOf(AlreadyThere.class);
  }

  @Test
  void whatIsThereIsNotBuiltAgain() throws IOException, InterruptedException {
    Path engine = LocalEngine.engine().path();
    Path abciCli = LocalEngine.abciCli();
    ToolFolder tools = new ToolFolder(folder);
    Files.createDirectories(tools.bin());
    Files.createSymbolicLink(tools.engine(), engine);
    Files.createSymbolicLink(tools.abciCli(), abciCli);
    EngineInstaller installer = new EngineInstaller(tools, Map.of(), (_, _) -> {});
    assertThat(installer.install(false)).isInstanceOf(AlreadyThere.class);
  }

  @Test
  void aProxyOutOfReachIsNamedAndNothingChanges() throws IOException, InterruptedException {
    needGo();
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("GOPROXY", "http://127.0.0.1:" + closed);
    environment.put("GOMODCACHE", folder.resolve("modules").toString());
    environment.put("GOFLAGS", "-modcacherw");
    ToolFolder tools = new ToolFolder(folder.resolve("tools"));
    Files.createDirectories(tools.bin());
    Files.writeString(tools.engine(), "what stood there");
    assertThat(new EngineInstaller(tools, environment, (_, _) -> {}).install(false))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("proxy-unreachable");
              assertThat(refused.message()).contains("127.0.0.1:" + closed);
              assertThat(refused.nextStep()).contains("GOPROXY");
            });
    assertThat(Files.readString(tools.engine())).isEqualTo("what stood there");
    assertThat(Files.exists(tools.unfinished())).isFalse();
  }

  @Test
  void oldGoIsTooOldUnlessItFetchesANewerOne() {
    Path go = Path.of("/usr/bin/go");
    assertThat(new GoTool(go, 19, true).isNewEnough()).isFalse();
    assertThat(new GoTool(go, 24, false).isNewEnough()).isFalse();
    assertThat(new GoTool(go, 21, true).isNewEnough()).isTrue();
    assertThat(new GoTool(go, 25, false).isNewEnough()).isTrue();
  }

  @Test
  void theVersionOfGoIsRead() {
    assertThat(GoTool.minor("go version go1.26.8 linux/amd64").getAsInt()).isEqualTo(26);
    assertThat(GoTool.minor("go version go1.19 linux/arm64").getAsInt()).isEqualTo(19);
    assertThat(GoTool.minor("go version devel").isEmpty()).isTrue();
  }
}
