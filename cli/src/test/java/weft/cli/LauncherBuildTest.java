package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher does before there is a command line: on a copy of it in a root of its own,
/// with a Maven that only writes down how it was called, and a command line that prints one word.
final class LauncherBuildTest {
  private static final long WAIT_MS = 120_000;
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder = Path.of(".");
  private Path root = Path.of(".");
  private Path jar = Path.of(".");

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void prepare() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("cli/src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("cli/pom.xml"), "<project/>");
    // The usual places are those of this folder: what is installed on this machine is not seen.
    String launcher =
        Files.readString(Path.of(System.getProperty("weft.root")).resolve("weft"))
            .replace("/usr/lib/jvm/", folder + "/jvm/")
            .replace("/opt/", folder + "/opt/")
            .replace("/Library/", folder + "/Library/");
    Files.writeString(root.resolve("weft"), launcher);
    jar = folder.resolve("weft.jar");
    compile();
    script(
        folder.resolve("bin/mvn"),
        """
        #!/bin/bash
        echo "JAVA_HOME=$JAVA_HOME" >> "%1$s/mvn.log"
        [ ! -e "%1$s/broken" ] || { echo "[ERROR] it is broken"; exit 1; }
        mkdir -p "%1$s/root/cli/target/weft/lib"
        cp "%1$s/weft.jar" "%1$s/root/cli/target/weft/lib/weft.jar"
        """
            .formatted(folder));
  }

  private void compile() throws IOException {
    Path source = folder.resolve("classes/weft/cli/Weft.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        "package weft.cli; class Weft { public static void main(String[] a) {"
            + " System.out.println(\"{}\"); } }");
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("weft/cli/Weft.class"));
      out.write(Files.readAllBytes(source.resolveSibling("Weft.class")));
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(String javaHome) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", root.resolve("weft").toString(), "--help");
    builder.environment().keySet().removeIf(name -> name.startsWith("WEFT_"));
    builder.environment().put("JAVA_HOME", javaHome);
    builder.environment().put("HOME", folder.toString());
    // The stub first, and none of the places where a java may be.
    builder.environment().put("PATH", folder.resolve("bin") + ":" + folder.resolve("tools"));
    return builder.start();
  }

  /// The few programs that the launcher needs, without a java beside them.
  private void tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String name :
        List.of(
            "dirname",
            "readlink",
            "grep",
            "find",
            "tee",
            "awk",
            "head",
            "rm",
            "mv",
            "mkdir",
            "touch",
            "cp",
            "bash",
            "flock")) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(place + name))) {
          script(tools.resolve(name), "#!/bin/bash\nexec " + place + name + " \"$@\"\n");
        }
      }
    }
  }

  private Run run(String javaHome) throws IOException, InterruptedException {
    tools();
    return finish(start(javaHome));
  }

  private static Run finish(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)).as(out + err).isTrue();
    return new Run(process.exitValue(), out, err);
  }

  private List<String> builds() throws IOException {
    Path log = folder.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private Path cache() {
    return root.resolve("cli/target/weft/small.aot");
  }

  @Test
  void withoutAJdk25ItSaysWhatToInstall() throws IOException, InterruptedException {
    Run run = run("");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("needs a JDK 25", "https://adoptium.net", "apt install", "JAVA_HOME");
    assertThat(run.out()).isEmpty();
    assertThat(builds()).isEmpty();
  }

  @Test
  void theJdkThatItFoundBuilds() throws IOException, InterruptedException {
    Path old = folder.resolve("jdk17");
    script(old.resolve("bin/java"), "#!/bin/bash\nexit 1\n");
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path usual = Files.createDirectories(folder.resolve("jvm")).resolve("jdk-25");
    Files.createSymbolicLink(usual, JDK);
    Run run = run(old.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(builds()).containsExactly("JAVA_HOME=" + usual);
  }

  @Test
  void itBuildsOnceAndAgainAfterAChange() throws IOException, InterruptedException {
    Run first = run(JDK.toString());
    assertThat(first).as(first.err()).extracting(Run::status, Run::out).containsExactly(0, "{}\n");
    assertThat(first.err()).contains("Building weft").contains("preparing fast starts");
    assertThat(cache()).isNotEmptyFile();
    byte[] before = Files.readAllBytes(cache());

    Run second = run(JDK.toString());
    assertThat(second).isEqualTo(new Run(0, "{}\n", ""));
    assertThat(builds()).hasSize(1);

    Path changed = root.resolve("cli/src/main/Changed.java");
    Files.writeString(changed, "");
    Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(1)));
    compile();
    Run third = run(JDK.toString());
    assertThat(third.out()).isEqualTo("{}\n");
    assertThat(builds()).hasSize(2);
    assertThat(Files.readAllBytes(cache())).as("a cache of the new classes").isNotEqualTo(before);
    try (var files = Files.list(cache().getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("built", "lib", "small.aot");
    }
  }

  @Test
  void aDamagedCacheLeavesStandardOutputAlone() throws IOException, InterruptedException {
    run(JDK.toString());
    byte[] whole = Files.readAllBytes(cache());
    Files.write(cache(), Arrays.copyOf(whole, whole.length / 2));
    assertThat(run(JDK.toString()).out()).isEqualTo("{}\n");
    Files.write(cache(), new byte[0]);
    assertThat(run(JDK.toString()).out()).isEqualTo("{}\n");
  }

  @Test
  void twoAtOnceBuildOnce() throws IOException, InterruptedException {
    tools();
    Process one = start(JDK.toString());
    Process two = start(JDK.toString());
    assertThat(finish(one)).extracting(Run::status, Run::out).containsExactly(0, "{}\n");
    assertThat(finish(two)).extracting(Run::status, Run::out).containsExactly(0, "{}\n");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("broken"), "");
    Run failed = run(JDK.toString());
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("it is broken").contains("build.log");
    Files.delete(folder.resolve("broken"));
    assertThat(run(JDK.toString()).status()).isZero();
    assertThat(builds()).hasSize(2);
  }
}
