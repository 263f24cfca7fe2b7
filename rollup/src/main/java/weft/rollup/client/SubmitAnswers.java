package weft.rollup.client;

import java.util.ArrayList;
import java.util.List;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.codec.RefusalWire;
import weft.protocol.codec.WireFields;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitResponse;

/// Turns a node's answers to submissions into outcomes, and believes no receipt that it has not
/// verified.
final class SubmitAnswers {
  private final TransactionClient client;
  private final ClientConfig config;
  private final ReceiptCheck receipts = new ReceiptCheck();

  SubmitAnswers(TransactionClient client, ClientConfig config) {
    this.client = client;
    this.config = config;
  }

  /// @param repeated the envelope was sent before, and the answer got lost
  /// @throws MalformedAnswerException if the answers do not fit the batch
  List<Submitted> read(SubmitBatchResponse response, List<Envelope> sent, boolean repeated) {
    if (response.getAnswersCount() != sent.size()) {
      throw new MalformedAnswerException(
          response.getAnswersCount() + " answers to " + sent.size() + " transactions",
          WireFields.bytes(response.toByteString()),
          null);
    }
    List<Submitted> outcomes = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      outcomes.add(read(response.getAnswers(i), sent.get(i), repeated));
    }
    return outcomes;
  }

  Submitted read(SubmitResponse response, Envelope sent, boolean repeated) {
    return switch (response.getAnswerCase()) {
      case RECEIPT -> accepted(Answers.read(response.getReceipt(), ReceiptWire::fromWire), sent);
      case REFUSAL ->
          refused(Answers.read(response.getRefusal(), RefusalWire::fromWire), sent, repeated);
      case ANSWER_NOT_SET ->
          new Submitted.Unknown("the node's answer is neither receipt nor refusal");
    };
  }

  private Submitted accepted(Receipt receipt, Envelope sent) {
    if (!receipt.transactionHash().equals(sent.hash())) {
      return new Submitted.Unknown(
          "the receipt is for transaction " + receipt.transactionHash() + ", not " + sent.hash());
    }
    if (config.verifyReceipts() && !receipts.isTrue(receipt)) {
      return new Submitted.Unknown("the receipt is not signed by node " + receipt.node());
    }
    return new Submitted.Accepted(receipt);
  }

  private Submitted refused(Refusal refusal, Envelope sent, boolean repeated) {
    boolean mayBeOurs = repeated && refusal.code() == RefusalCode.NONCE_USED;
    return mayBeOurs ? lookUp(refusal, sent) : new Submitted.Refused(refusal);
  }

  /// Finds out whether the nonce was used by the very transaction that is being repeated.
  private Submitted lookUp(Refusal refusal, Envelope sent) {
    try {
      return switch (client.status(sent.hash())) {
        case Checked.Ok<TransactionStatus>(TransactionStatus status)
            when status.state() != TransactionState.REFUSED ->
            status.state().isFinal() ? new Submitted.AlreadyKnown(status) : taken(status, sent);
        case Checked.Ok<TransactionStatus> _, Checked.Refused<TransactionStatus> _ ->
            new Submitted.Refused(refusal);
      };
    } catch (NodeException e) {
      return new Submitted.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private Submitted taken(TransactionStatus status, Envelope sent) {
    return client.receipt(sent.hash()) instanceof Checked.Ok<Receipt>(Receipt receipt)
        ? accepted(receipt, sent)
        : new Submitted.AlreadyKnown(status);
  }
}
