package weft.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Puts our proofs, honest and forged, before the reference verifier of ICS-23 (Go).
class ForeignVerifierTest {
  private static final Path SOURCE = Path.of("src", "test", "go", "ics23check").toAbsolutePath();
  private static final long BUILD_LIMIT_SECONDS = 300;
  private static final long CHECK_LIMIT_SECONDS = 60;

  @Test
  void theReferenceVerifierAgreesWithOurs(@TempDir Path work) throws Exception {
    assumeTrue(goIsOnPath(), "skipped: the tool `go` is not on the PATH");
    List<ProofCase> cases = new ArrayList<>();
    for (int seed = 10; seed < 13; seed++) {
      cases.addAll(ProofCase.all(seed));
    }
    Bytes key = TestTree.key(1);
    TreeProof nothing = new TestTree().prove(key);
    cases.add(new ProofCase("empty tree: not in ICS-23", Hash32.ZERO, key, null, nothing, false));

    List<String> answers = check(work, cases);
    assertThat(answers).hasSameSizeAs(cases);
    for (int i = 0; i < cases.size(); i++) {
      assertThat(answers.get(i))
          .as(cases.get(i).label())
          .isEqualTo(cases.get(i).holds() ? "ok" : "refused");
    }
    assertThat(cases.stream().filter(ProofCase::holds).count()).isGreaterThan(500);
  }

  private static List<String> check(Path work, List<ProofCase> cases) throws Exception {
    Path program = work.resolve("ics23check");
    Path buildLog = work.resolve("build.log");
    ProcessBuilder build =
        new ProcessBuilder("go", "build", "-mod=readonly", "-o", program.toString(), ".")
            .directory(SOURCE.toFile());
    run(build, null, buildLog, BUILD_LIMIT_SECONDS);

    Path questions = work.resolve("questions.jsonl");
    Path answers = work.resolve("answers.txt");
    Files.write(questions, cases.stream().map(ForeignVerifierTest::question).toList());
    run(new ProcessBuilder(program.toString()), questions, answers, CHECK_LIMIT_SECONDS);
    return Files.readAllLines(answers);
  }

  private static void run(ProcessBuilder command, @Nullable Path in, Path out, long limitSeconds)
      throws IOException, InterruptedException {
    command.redirectErrorStream(true).redirectOutput(out.toFile());
    if (in != null) {
      command.redirectInput(in.toFile());
    }
    Process process = command.start();
    if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(command.command() + " took over " + limitSeconds + " s");
    }
    assertThat(process.exitValue()).as(() -> command.command() + " said: " + read(out)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String question(ProofCase one) {
    Bytes value = one.value();
    String claim = value == null ? "" : ",\"value\":\"" + value.toHex() + "\"";
    return "{\"root\":\"%s\",\"key\":\"%s\"%s,\"proof\":\"%s\"}"
        .formatted(one.root().toHex(), one.key().toHex(), claim, one.proof().toIcs23().toHex());
  }

  private static boolean goIsOnPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "go"))) {
        return true;
      }
    }
    return false;
  }
}
