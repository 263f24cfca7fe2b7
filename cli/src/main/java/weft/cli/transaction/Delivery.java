package weft.cli.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// The last step of every command that makes a transaction: sign, send, print the receipt, and wait
/// for the block where that is wanted. Whose key signs is the caller's.
public final class Delivery {
  private static final long LONGEST_WAIT_MS = 120_000;

  @Mixin private NodeOption node = new NodeOption();
  @Mixin private TransactionOptions options = new TransactionOptions();

  /// What is sent, once the node was asked for what it needs.
  @FunctionalInterface
  public interface Actions {
    List<Action> make(WeftClient client);
  }

  /// Sends the actions in one transaction.
  ///
  /// @param waits whether to wait for a block unless the user says otherwise
  public int send(PrivateKey signer, Output output, boolean waits, Actions actions)
      throws InterruptedException {
    return node.call(client -> send(client, signer, output, waits, actions.make(client)));
  }

  private int send(
      WeftClient client, PrivateKey signer, Output output, boolean waits, List<Action> actions)
      throws InterruptedException {
    Transaction transaction = new Composer(client, options, signer).sign(actions);
    if (options.signOnly()) {
      String hex = "0x" + transaction.envelope().toHex();
      output.print(Map.of("hash", transaction.hash().toString(), "transaction", hex), hex);
      return 0;
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hash", transaction.hash().toString());
    Submitted submitted = submit(client, transaction);
    switch (submitted) {
      case Submitted.Accepted(Receipt receipt) ->
          document.put("receipt", StatusText.receipt(receipt));
      case Submitted.AlreadyKnown(TransactionStatus status) -> {
        document.put("alreadyKnown", true);
        document.put("status", StatusText.document(status));
        output.remark(
            "The transaction was already known: the node had it before, and took no second one.");
      }
      case Submitted.Refused(var refusal) -> throw CliException.of(refusal);
      case Submitted.Unknown(String reason) ->
          throw new CliException(
              "unreachable",
              node.address() + " gave no valid answer: " + reason,
              "It may have the transaction or not: look with 'weft status', then send it again.");
    }
    if (!options.waits(waits)) {
      output.print(document, StatusText.lines(submitted, transaction.hash()));
      return 0;
    }
    TransactionStatus status =
        StatusFollower.awaitFinal(client, transaction.hash(), LONGEST_WAIT_MS);
    document.put("status", StatusText.document(status));
    output.print(document, StatusText.lines(status));
    return StatusText.exitStatus(status);
  }

  /// Sends it, unless the node has the very same bytes: it would answer with the first receipt, as
  /// if there were a second transaction.
  private static Submitted submit(WeftClient client, Transaction transaction) {
    return client.transactions().status(transaction.hash())
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && StatusText.exitStatus(status) == 0
        ? new Submitted.AlreadyKnown(status)
        : client.transactions().submit(transaction);
  }
}
