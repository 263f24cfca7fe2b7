package weft.protocol;

import java.util.Optional;
import java.util.OptionalLong;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.receipt.ReceiptSigner;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;

/// Random answers of a node: refusals, receipts, statuses. The same seed gives the same sequence.
public final class StatusGen {
  private final TransactionGen gen;

  public StatusGen(long seed) {
    gen = new TransactionGen(seed);
  }

  public Refusal refusal() {
    return new Refusal(
        code(),
        gen.coin() ? "" : "body.tip",
        gen.coin() ? "" : "64 actions",
        "A sentence.",
        "Another sentence.",
        gen.coin() ? 0 : gen.number(0),
        gen.coin() ? Optional.empty() : Optional.of(gen.amount(0)));
  }

  /// One receipt of a batch.
  public Receipt receipt() {
    int size = 1 + gen.below(9);
    return ReceiptSigner.sign(
            gen.key(),
            gen.many(size, () -> new ReceiptLeaf(gen.hash(), gen.number(0), gen.number(1))))
        .get(gen.below(size));
  }

  public TransactionStatus status() {
    return new TransactionStatus(
        gen.hash(),
        gen.address(),
        new Nonce(gen.number(0), gen.number(0)),
        gen.number(0),
        progress());
  }

  public LanePosition lanePosition() {
    return new LanePosition(
        gen.rollup(), gen.number(1), gen.below(Integer.MAX_VALUE), gen.below(Integer.MAX_VALUE));
  }

  private TransactionStatus.Progress progress() {
    return switch (gen.below(6)) {
      case 0 -> new TransactionStatus.Received();
      case 1 ->
          new TransactionStatus.Pending(
              gen.coin() ? OptionalLong.empty() : OptionalLong.of(gen.number(0)));
      case 2 ->
          new TransactionStatus.Soft(
              gen.number(1),
              gen.number(0),
              gen.below(1000),
              gen.many(gen.below(4), this::lanePosition),
              gen.amount(0),
              gen.asset());
      case 3 ->
          new TransactionStatus.Replaced(
              code(), gen.coin() ? Optional.<Hash32>empty() : Optional.of(gen.hash()));
      case 4 -> new TransactionStatus.Expired("Its last height has passed.");
      default -> new TransactionStatus.Refused(code(), "A reason.");
    };
  }

  private RefusalCode code() {
    RefusalCode[] codes = RefusalCode.values();
    return codes[gen.below(codes.length)];
  }
}
