package weft.node.api.bundle;

import java.util.function.Supplier;
import weft.node.mempool.Statuses;
import weft.primitives.Address;
import weft.primitives.MalformedException;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Reads what a signed request is about.
public final class BundleReader {
  public static final String SEND = "eth_sendBundle";
  public static final String CANCEL = "eth_cancelBundle";
  public static final String SEND_PRIVATE = "eth_sendPrivateTransaction";

  private final Statuses statuses;

  public BundleReader(Statuses statuses) {
    this.statuses = statuses;
  }

  /// The bundle of a request to send one.
  public Checked<Bundle> bundle(RpcRequest request, Address signer) {
    return read(() -> Bundle.read(parameter(request), signer));
  }

  /// What a request to cancel asks for; refused where no such bid waits.
  public Checked<Cancellation> cancellation(RpcRequest request, Address signer) {
    return switch (read(
        () -> Cancellation.read(parameter(request), signer, statuses.pendingBids(signer)))) {
      case Checked.Ok<Cancellation> ok when ok.value().bids().isEmpty() ->
          Checked.refused(
              Refusal.of(
                  RefusalCode.TRANSACTION_NOT_FOUND,
                  "params[0].replacementUuid",
                  "",
                  "no bid of " + signer + " with this UUID waits here"));
      case Checked<Cancellation> answer -> answer;
    };
  }

  /// The transaction of a request to keep one back.
  public Checked<PrivateTransaction> privateTransaction(RpcRequest request) {
    return read(() -> PrivateTransaction.read(parameter(request)));
  }

  private static Parameter parameter(RpcRequest request) {
    return new Parameter("params[0]", request.parameter());
  }

  private static <T> Checked<T> read(Supplier<T> reader) {
    try {
      return Checked.ok(reader.get());
    } catch (MalformedException e) {
      return Checked.refused(
          Refusal.of(RefusalCode.INVALID_FIELD, e.field(), "", String.valueOf(e.getMessage())));
    }
  }
}
