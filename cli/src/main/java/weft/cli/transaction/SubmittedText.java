package weft.cli.transaction;

import java.util.LinkedHashMap;
import java.util.Map;
import weft.cli.CliException;
import weft.protocol.receipt.Receipt;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Submitted;

/// What became of a submission, as a document.
public final class SubmittedText {
  private SubmittedText() {}

  /// The receipt, or the status of what the node had before.
  ///
  /// @param node its address, for messages
  /// @throws CliException if the node did not take it, or gave no answer
  public static Map<String, Object> document(Submitted submitted, String node) {
    Map<String, Object> document = new LinkedHashMap<>();
    switch (submitted) {
      case Submitted.Accepted(Receipt receipt) ->
          document.put("receipt", StatusText.receipt(receipt));
      case Submitted.AlreadyKnown(TransactionStatus status) -> {
        document.put("alreadyKnown", true);
        document.put("status", StatusText.document(status));
      }
      case Submitted.Refused(var refusal) -> throw CliException.of(refusal);
      case Submitted.Unknown(String reason) ->
          throw new CliException(
              "unreachable",
              node + " gave no valid answer: " + reason,
              "It may have the transaction or not: look with 'weft status', then send it again.");
    }
    return document;
  }
}
