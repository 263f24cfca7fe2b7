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

  /// What the refusal of a whole call says about what it carried.
  static Submitted ofCall(Refusal refusal) {
    return leavesOpen(refusal)
        ? new Submitted.Unknown(refusal.toString())
        : new Submitted.Refused(refusal);
  }

  /// Whether the node may have taken what the call carried: it failed in the middle of it, or its
  /// answer did not get through.
  static boolean leavesOpen(Refusal refusal) {
    return refusal.code() == RefusalCode.NODE_FAULT || GrpcRefusals.isMessageSize(refusal);
  }

  /// What an outcome says once an earlier answer got lost: a node that has no time to look may have
  /// taken the transaction before.
  static Submitted afterLostAnswer(Submitted outcome) {
    return outcome instanceof Submitted.Refused(Refusal refusal) && Calls.asksToComeBack(refusal)
        ? new Submitted.Unknown("an answer got lost, and after that the node said " + refusal)
        : outcome;
  }

  /// @param repeated the envelopes were sent before, and the answer got lost
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
      Submitted outcome = read(response.getAnswers(i), sent.get(i), repeated);
      outcomes.add(repeated ? afterLostAnswer(outcome) : outcome);
    }
    return outcomes;
  }

  /// @param repeated the envelope was sent before, and the answer got lost
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
    return repeated && !Calls.asksToComeBack(refusal)
        ? lookUp(refusal, sent)
        : new Submitted.Refused(refusal);
  }

  /// Finds out whether the very transaction that is being repeated was taken: a node refuses what
  /// it has included, for its nonce or for whatever else no longer holds.
  private Submitted lookUp(Refusal refusal, Envelope sent) {
    try {
      return switch (client.status(sent.hash())) {
        case Checked.Ok<TransactionStatus>(TransactionStatus status)
            when status.state() != TransactionState.REFUSED ->
            status.state().isFinal() ? new Submitted.AlreadyKnown(status) : taken(status, sent);
        case Checked.Refused<TransactionStatus>(Refusal unanswered)
            when unanswered.code() != RefusalCode.TRANSACTION_NOT_FOUND ->
            new Submitted.Unknown(
                "an answer got lost, after that the node said "
                    + refusal
                    + ", and of its status "
                    + unanswered);
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
