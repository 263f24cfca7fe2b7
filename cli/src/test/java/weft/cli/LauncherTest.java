package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.proof.Conserved;

/// The launcher and the process around a command.
final class LauncherTest {
  private static final long WAIT_MS = 60_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void exitStatusesAndStreamsAreThoseOfTheCommand() throws IOException, InterruptedException {
    WeftProcess.prepare(folder);
    assertProcess("./weft --version", 0, "weft " + VersionProvider.VERSION);
    assertProcess("./weft key show --key dev:0 2>/dev/null", 0, "account 0x");
    assertProcess("./weft fees --node 127.0.0.1:1", 1, "no node answers at 127.0.0.1:1");
    assertProcess("./weft nonsense", 2, "Unmatched argument");
  }

  @Test
  void aLockedStoreAndForeignRightsAreNamed() throws IOException, InterruptedException {
    WeftProcess.prepare(folder);
    assertProcess("./weft node init --data data --dev-accounts", 0, "validator 0x");
    String start = "exec ./weft node start --data data --set api.http-port=0 --set api.grpc-port=0";
    try (WeftProcess node = WeftProcess.bash(folder, start)) {
      assertThat(node.awaitOutput(text -> text.contains("Ctrl-C stops"), WAIT_MS))
          .as(node.output())
          .isTrue();
      assertProcess(start, 1, "in use");
      assertProcess("./weft node snapshot --data data --out snapshot", 1, "in use");
      node.signal("INT");
      assertThat(node.await(WAIT_MS)).as(node.output()).isZero();
    }
    assertProcess("./weft node snapshot --data data --out snapshot", 0, "snapshot of block");
    assertProcess("cp -r data copy && rm -r copy/store", 0, "");
    assertProcess("mkdir copy/store.copying && cp snapshot/weft.store copy/store.copying", 0, "");
    String again = start.replace("--data data", "--data copy");
    assertProcess(again, 1, "The copy of a snapshot did not come to its end");
    try (WeftProcess copy = WeftProcess.bash(folder, again + " --from-snapshot snapshot")) {
      assertThat(copy.awaitOutput(text -> text.contains("Ctrl-C stops"), WAIT_MS))
          .as(copy.output())
          .isTrue();
      assertThat(copy.output()).contains("snapshot copy unfinished deleted=");
      copy.signal("TERM");
      assertThat(copy.await(WAIT_MS)).as(copy.output()).isZero();
    }
    Conserved.require(folder.resolve("data"));
    Conserved.require(folder.resolve("copy"));
    assertProcess("chmod 644 data/keys/node.key; " + start, 1, "chmod 600");
  }

  private void assertProcess(String line, int status, String expected)
      throws IOException, InterruptedException {
    try (WeftProcess process = WeftProcess.bash(folder, line)) {
      assertThat(process.await(WAIT_MS)).as(line + "\n" + process.output()).isEqualTo(status);
      assertThat(process.output()).as(line).contains(expected).doesNotContain("\tat ");
    }
  }
}
