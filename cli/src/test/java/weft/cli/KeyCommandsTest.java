package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyCommandsTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void aNewKeyIsOnlyItsOwners() throws IOException {
    Path file = folder.resolve("a.key");
    CommandRun made = CommandRun.of("key", "new", "--file", file.toString(), "--json");
    assertThat(made.status()).as(made.describe()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    CommandRun shown = CommandRun.of("key", "show", "--key", file.toString(), "--json");
    assertThat(shown.json().get("account")).isEqualTo(made.json().get("account"));
    assertThat(shown.out()).doesNotContain(Files.readString(file).strip());
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    Path file = folder.resolve("b.key");
    CommandRun.of("key", "new", "--file", file.toString());
    String before = Files.readString(file);
    CommandRun again = CommandRun.of("key", "new", "--file", file.toString());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("a key exists already");
    assertThat(file).hasContent(before);
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() throws IOException {
    Path file = folder.resolve("c.key");
    CommandRun.of("key", "new", "--file", file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    CommandRun shown = CommandRun.of("key", "show", "--key", file.toString(), "--json");
    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.json().get("error").asString()).isEqualTo("configuration");
    assertThat(shown.json().get("message").asString()).contains("chmod 600");
  }

  @Test
  void developmentKeysAreTheSameEverywhere() {
    CommandRun first = CommandRun.of("key", "show", "--key", "dev:0");
    assertThat(first.out()).isEqualTo(CommandRun.of("key", "show").out());
    assertThat(CommandRun.of("key", "show", "--key", "dev:10").status()).isEqualTo(2);
  }
}
