package weft.cli.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.primitives.PrivateKey;
import weft.protocol.orderflow.Hold;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.protocol.status.TransactionStatus.Soft;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Envelope;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// The last step of every command that makes a transaction: sign, send, print the receipt, and wait
/// for the block where that is wanted. Whose key signs is the caller's.
public final class Delivery {
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TransactionOptions options = new TransactionOptions();

  /// What is sent, once the node was asked for what it needs.
  @FunctionalInterface
  public interface Actions {
    List<Action> make(WeftClient client);
  }

  /// What comes of a transaction, once it is in a block.
  @FunctionalInterface
  public interface Outcome {
    /// @param height of the block
    Told told(WeftClient client, long height);
  }

  /// What is said beside the transaction's status.
  ///
  /// @param document more members of the JSON document
  /// @param remark the same for a person
  public record Told(Map<String, Object> document, String remark) {
    static final Told NOTHING = new Told(Map.of(), "");
  }

  /// Sends the actions in one transaction.
  ///
  /// @param waits whether to wait for a block unless the user says otherwise
  public int send(PrivateKey signer, Output output, boolean waits, Actions actions)
      throws InterruptedException {
    return node.call(
        client ->
            send(
                client,
                signer,
                output,
                waits,
                actions.make(client),
                Optional.empty(),
                (_, _) -> Told.NOTHING));
  }

  /// Sends the actions in one transaction that the node is to keep back.
  int send(PrivateKey signer, Output output, Optional<Hold> hold, List<Action> actions)
      throws InterruptedException {
    return node.call(
        client -> send(client, signer, output, false, actions, hold, (_, _) -> Told.NOTHING));
  }

  /// Sends the actions in one transaction, waits for its block unless the user says otherwise, and
  /// says what comes of it.
  public int send(PrivateKey signer, Output output, Actions actions, Outcome outcome)
      throws InterruptedException {
    return node.call(
        client ->
            send(client, signer, output, true, actions.make(client), Optional.empty(), outcome));
  }

  private int send(
      WeftClient client,
      PrivateKey signer,
      Output output,
      boolean waits,
      List<Action> actions,
      Optional<Hold> hold,
      Outcome outcome)
      throws InterruptedException {
    Transaction transaction = new Composer(client, options, signer).sign(actions);
    if (options.signOnly()) {
      String hex = "0x" + transaction.envelope().toHex();
      output.print(Map.of("hash", transaction.hash().toString(), "transaction", hex), hex);
      return 0;
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hash", transaction.hash().toString());
    Submitted submitted = submit(client, transaction, hold);
    if (submitted instanceof Submitted.AlreadyKnown) {
      output.remark(
          "The transaction was already known: the node had it before, and took no second one.");
    }
    document.putAll(SubmittedText.document(submitted, node.address()));
    if (!options.waits(waits)) {
      output.print(document, StatusText.lines(submitted, transaction.hash()));
      return 0;
    }
    TransactionStatus status =
        StatusFollower.awaitFinal(client, transaction.hash(), StatusFollower.LONGEST_WAIT_MS);
    document.put("status", StatusText.document(status));
    Told told =
        status.progress() instanceof Soft soft ? outcome.told(client, soft.height()) : Told.NOTHING;
    document.putAll(told.document());
    output.print(document, StatusText.lines(status));
    if (!told.remark().isEmpty()) {
      output.remark(told.remark());
    }
    return StatusText.exitStatus(status);
  }

  /// Sends it, unless the node has the very same bytes: it would answer with the first receipt, as
  /// if there were a second transaction.
  private static Submitted submit(WeftClient client, Transaction transaction, Optional<Hold> hold) {
    return client.transactions().status(transaction.hash())
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && StatusText.exitStatus(status) == 0
        ? new Submitted.AlreadyKnown(status)
        : hold.map(wish -> client.transactions().submit(Envelope.of(transaction), wish))
            .orElseGet(() -> client.transactions().submit(transaction));
  }
}
