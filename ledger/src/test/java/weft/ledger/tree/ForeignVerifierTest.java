package weft.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
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
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.state.TreeProof;

/// Puts our proofs, honest and forged, and the published vectors before the reference verifier of
/// ICS-23 (Go). Skipped, with the reason, where Go or the verifier cannot be had.
class ForeignVerifierTest {
  private static final Path SOURCE = Path.of("src", "test", "go", "ics23check").toAbsolutePath();
  private static final long FETCH_LIMIT_SECONDS = 120;
  private static final long BUILD_LIMIT_SECONDS = 300;
  private static final long CHECK_LIMIT_SECONDS = 60;

  /// A claim, its proof in the published form, and what the reference must say.
  private record Question(
      String label, String root, String key, @Nullable String value, String ics23, boolean holds) {

    static Question of(ProofCase one) {
      Bytes value = one.value();
      return new Question(
          one.label(),
          one.root().toHex(),
          one.key().toHex(),
          value == null ? null : value.toHex(),
          one.proof().toIcs23().toHex(),
          one.holds());
    }

    static Question of(JsonNode vector) {
      JsonNode proof = vector.get("proof");
      return new Question(
          "state.json: " + vector.get("about").asString(),
          hex(proof.get("anchor").get("appHash")),
          hex(proof.get("key")),
          proof.has("value") ? hex(proof.get("value")) : null,
          hex(proof.get("ics23")),
          vector.get("ics23").asBoolean());
    }

    private static String hex(JsonNode text) {
      return text.asString().substring(2);
    }

    String line() {
      String claim = value == null ? "" : ",\"value\":\"" + value + "\"";
      return "{\"root\":\"%s\",\"key\":\"%s\"%s,\"proof\":\"%s\"}"
          .formatted(root, key, claim, ics23);
    }
  }

  @Test
  void theReferenceVerifierAgreesWithOurs(@TempDir Path work) throws Exception {
    List<Question> questions = new ArrayList<>();
    for (int seed = 10; seed < 13; seed++) {
      ProofCase.all(seed).forEach(one -> questions.add(Question.of(one)));
    }
    Bytes key = TestTree.key(1);
    TreeProof nothing = new TestTree().prove(key);
    questions.add(
        Question.of(
            new ProofCase("empty tree: not in ICS-23", Hash32.ZERO, key, null, nothing, false)));
    assertThat(questions.stream().filter(Question::holds).count()).isGreaterThan(500);
    assertAnswers(work, questions);
  }

  @Test
  void theReferenceVerifierSaysOfThePublishedVectorsWhatTheyState(@TempDir Path work)
      throws Exception {
    List<Question> questions = new ArrayList<>();
    StateVectors.read().get("proofs").forEach(one -> questions.add(Question.of(one)));
    assertThat(questions).hasSizeGreaterThan(30);
    assertAnswers(work, questions);
  }

  private static void assertAnswers(Path work, List<Question> questions) throws Exception {
    Path program = build(work);
    Path in = work.resolve("questions.jsonl");
    Path out = work.resolve("answers.txt");
    Files.write(in, questions.stream().map(Question::line).toList());
    ProcessBuilder check = new ProcessBuilder(program.toString()).redirectInput(in.toFile());
    Run run = run(check, out, CHECK_LIMIT_SECONDS);
    assertThat(run.succeeded()).as(run.output()).isTrue();
    List<String> answers = Files.readAllLines(out);
    assertThat(answers).hasSameSizeAs(questions);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i))
          .as(questions.get(i).label())
          .isEqualTo(questions.get(i).holds() ? "ok" : "refused");
    }
  }

  /// Fetches the reference's source in a step of its own: a machine without a network cannot, which
  /// says nothing about our proofs. What then fails to build is a failure.
  private static Path build(Path work) throws Exception {
    assumeTrue(goIsOnPath(), "skipped: the tool `go` is not on the PATH");
    Run fetch =
        go(work.resolve("fetch.log"), FETCH_LIMIT_SECONDS, "list", "-mod=readonly", "-deps", ".");
    if (!fetch.succeeded()) {
      abort("skipped: Go cannot fetch the ICS-23 verifier: " + fetch.output());
    }
    Path program = work.resolve("ics23check");
    Run build =
        go(
            work.resolve("build.log"),
            BUILD_LIMIT_SECONDS,
            "build",
            "-mod=readonly",
            "-o",
            program.toString(),
            ".");
    assertThat(build.succeeded()).as(build.output()).isTrue();
    return program;
  }

  private static Run go(Path log, long limitSeconds, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("go"));
    command.addAll(List.of(arguments));
    return run(new ProcessBuilder(command).directory(SOURCE.toFile()), log, limitSeconds);
  }

  private record Run(boolean succeeded, String output) {}

  private static Run run(ProcessBuilder command, Path out, long limitSeconds)
      throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return new Run(false, command.command() + " took over " + limitSeconds + " s");
    }
    boolean succeeded = process.exitValue() == 0;
    return new Run(succeeded, succeeded ? "" : Files.readString(out).strip());
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
