package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import weft.cli.testnet.NodeProcess;

/// The commands of operators, each with `--json`, as a person who reads every answer runs them.
final class OperatorCommands {
  private OperatorCommands() {}

  /// Runs a command that must succeed.
  static JsonNode run(String... words) {
    CommandRun run = CommandRun.of(with(words, "--json"));
    assertThat(run.status()).as(run.describe()).isZero();
    return run.json();
  }

  /// Runs a command about a validator against a node, which must succeed.
  static JsonNode as(Path data, NodeProcess node, String... words) {
    return run(with(words, "--data", data.toString(), "--node", node.grpc()));
  }

  /// The height of the block that has what a command sent.
  static long height(JsonNode sent) {
    return sent.get("status").get("height").asLong();
  }

  /// Runs a command that is refused: by a code, for a field, at a limit, and with what to do.
  static void refused(String code, String field, String limit, String... words) {
    CommandRun run = CommandRun.of(with(words, "--json"));
    assertThat(run.status()).as(run.describe()).isEqualTo(code.equals("usage") ? 2 : 1);
    JsonNode answer = run.json();
    assertThat(answer.path("error").asString("")).as(run.describe()).isEqualTo(code);
    assertThat(answer.path("message").asString("")).contains(field).contains(limit);
    assertThat(answer.path("nextStep").asString("")).as(run.describe()).isNotEmpty();
  }

  /// What a person reads after a command that succeeds, remarks included.
  static String text(Path data, NodeProcess node, String... words) {
    CommandRun run = CommandRun.of(with(words, "--data", data.toString(), "--node", node.grpc()));
    assertThat(run.status()).as(run.describe()).isZero();
    return run.out() + run.err();
  }

  static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  static String[] with(List<String> words, String... more) {
    return with(words.toArray(String[]::new), more);
  }
}
