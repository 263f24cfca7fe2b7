package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `weft run` on programs that work and on such that do not.
final class RunCommandTest {
  private static final String PROPERTY = "weft.test.run";

  @TempDir private Path folder = Path.of(".");

  private Path write(String name, String source) throws IOException {
    return Files.writeString(folder.resolve(name), source);
  }

  private static void assertFails(CommandRun run, String code, String... says) {
    assertThat(run.status()).as(run.describe()).isEqualTo(1);
    assertThat(run.json().get("error").asString()).isEqualTo(code);
    assertThat(run.out() + run.err()).contains(says);
  }

  @Test
  void runsAProgramOfTwoFilesWithItsArguments() throws IOException {
    Path file =
        write(
            "Greeting.java",
            """
            import weft.primitives.Bytes;

            final class Greeting {
              static void main(String[] words) {
                Runnable one = () -> System.setProperty("%s", Helper.both(words));
                one.run();
                Bytes.utf8("the SDK is there");
              }
            }
            """
                .formatted(PROPERTY));
    write(
        "Helper.java",
        """
        final class Helper {
          static String both(String[] words) {
            return String.join(" ", words);
          }
        }
        """);
    try {
      CommandRun run = CommandRun.of("run", file.toString(), "my-rollup", "--fast", "-x");
      assertThat(run.status()).as(run.describe()).isZero();
      assertThat(System.getProperty(PROPERTY)).isEqualTo("my-rollup --fast -x");
    } finally {
      System.clearProperty(PROPERTY);
    }
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".class"));
  }

  @Test
  void showsWhatTheCompilerSays() throws IOException {
    Path file = write("Wrong.java", "class Wrong {\n  int one = \"two\";\n}\n");
    assertFails(
        CommandRun.of("run", file.toString(), "--json"),
        "source",
        "Wrong.java:2: error: incompatible types",
        "does not compile");
  }

  @Test
  void saysWhichMainMethodIsMissing() throws IOException {
    Path file = write("Still.java", "class Still {}\n");
    assertFails(
        CommandRun.of("run", file.toString(), "--json"), "source", "static void main(String[]");
    Path other = write("Other.java", "class Another {}\n");
    assertFails(
        CommandRun.of("run", other.toString(), "--json"), "source", "declares no class Other");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertFails(
        CommandRun.of("run", folder.resolve("Nowhere.java").toString(), "--json"),
        "not-found",
        "Nowhere.java");
    assertFails(CommandRun.of("run", folder.toString(), "--json"), "not-found", "no file");
  }

  @Test
  void saysThatNoNodeIsThere() throws IOException {
    Path file =
        write(
            "Away.java",
            """
            package some.where;

            import weft.rollup.client.ClientConfig;
            import weft.rollup.client.RetryPolicy;
            import weft.rollup.client.WeftClient;

            class Away {
              public static void main(String[] none) {
                ClientConfig once = ClientConfig.defaults().withRetry(RetryPolicy.NONE);
                try (WeftClient client = WeftClient.connect("127.0.0.1:1", once)) {
                  client.chain().nodeStatus();
                }
              }
            }
            """);
    assertFails(
        CommandRun.of("run", file.toString(), "--json"), "unreachable", "no answer from the node");
  }
}
