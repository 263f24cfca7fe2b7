package weft.cli;

import picocli.CommandLine.Option;
import weft.protocol.refusal.Checked;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.MalformedAnswerException;
import weft.rollup.client.NodeException;
import weft.rollup.client.NodeUnreachableException;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.WeftClient;

/// Which node to talk to.
public final class NodeOption {
  private static final RetryPolicy RETRY = new RetryPolicy(3, 100, 1_000);
  private static final long CALL_TIMEOUT_MS = 10_000;

  @Option(
      names = "--node",
      paramLabel = "HOST:PORT",
      defaultValue = "${WEFT_NODE:-127.0.0.1:9601}",
      description = "The node's gRPC address. Default: ${DEFAULT-VALUE}, or variable WEFT_NODE.")
  private String node = "127.0.0.1:9601";

  /// What a command does with a node.
  @FunctionalInterface
  public interface Task {
    /// Does it, and answers the exit status.
    int run(WeftClient client) throws InterruptedException;
  }

  public String address() {
    return node;
  }

  /// Connects, does the task, and disconnects.
  ///
  /// @throws CliException if the node cannot be reached or answers nonsense
  public int call(Task task) throws InterruptedException {
    if (!node.matches("[^\\s:]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+\\]:[0-9]{1,5}")) {
      throw CliException.usage(
          "'" + node + "' is no node address", "Write HOST:PORT, such as --node 127.0.0.1:9601.");
    }
    ClientConfig config =
        ClientConfig.defaults().withRetry(RETRY).withCallTimeoutMs(CALL_TIMEOUT_MS);
    try (WeftClient client = WeftClient.connect(node, config)) {
      return task.run(client);
    } catch (NodeUnreachableException e) {
      throw unreachable();
    } catch (MalformedAnswerException e) {
      throw new CliException(
          "malformed-answer",
          "the answer of " + node + " cannot be read: " + e.getMessage(),
          "Use a node of this version, or another node: this one may be lying.");
    } catch (NodeException e) {
      throw new CliException(
          "failed", node + ": " + e.getMessage(), "Try again, or use another node.");
    }
  }

  /// The failure of a command that cannot reach its node.
  public CliException unreachable() {
    return new CliException(
        "unreachable",
        "no node answers at " + node,
        "Start one with 'weft node start --data DIR', or name another with --node HOST:PORT or"
            + " WEFT_NODE.");
  }

  /// The value, or the node's refusal as the command's failure.
  public static <T> T require(Checked<T> answer) {
    return switch (answer) {
      case Checked.Ok<T>(T value) -> value;
      case Checked.Refused<T>(var refusal) -> throw CliException.of(refusal);
    };
  }
}
