package weft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The real launcher as a real process, on this test's class path, in a working folder where
/// `./weft` is the launcher.
final class WeftProcess implements AutoCloseable {
  private static final long POLL_MS = 50;

  /// Not one of them lives long enough to gain by the second compiler.
  private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1";

  private final Process process;
  private final Path out;

  private WeftProcess(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /// Makes a working folder whose `./weft` is the launcher.
  static void prepare(Path folder) throws IOException {
    Files.createSymbolicLink(
        folder.resolve("weft"), Path.of(System.getProperty("weft.root")).resolve("weft"));
  }

  /// Starts a line of shell in a folder.
  static WeftProcess bash(Path folder, String line) throws IOException {
    Path out = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("WEFT_CLASSPATH", classPath());
    builder.environment().put("WEFT_JAVA_OPTS", JAVA_OPTIONS);
    builder.environment().put("WEFT_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("WEFT_NODE");
    builder.environment().remove("WEFT_KEY");
    return new WeftProcess(builder.start(), out);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  String output() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /// Waits until the output satisfies a condition, or the process ends, or time is up.
  boolean awaitOutput(Predicate<String> condition, long waitMs)
      throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (System.nanoTime() < deadlineNs && process.isAlive()) {
      if (condition.test(output())) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return condition.test(output());
  }

  /// Sends a signal to the JVM, which has taken the place of the shell and of the launcher.
  void signal(String name) throws IOException, InterruptedException {
    List<ProcessHandle> all = process.descendants().toList();
    long pid = all.isEmpty() ? process.pid() : all.getLast().pid();
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).inheritIO().start().waitFor();
  }

  /// SIGKILL to the process alone, and not to those below it.
  ///
  /// @return those that were below it
  List<ProcessHandle> killAlone() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    return below;
  }

  /// The exit status; kills it and fails if it does not end in time.
  int await(long waitMs) throws IOException, InterruptedException {
    if (!process.waitFor(waitMs, TimeUnit.MILLISECONDS)) {
      close();
      throw new IllegalStateException("did not end in " + waitMs + " ms:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
