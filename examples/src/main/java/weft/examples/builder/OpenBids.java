package weft.examples.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.WeftClient;

/// Bids whose fate is not known yet. Asks once their last height has passed, when all of it is
/// final. For one thread.
final class OpenBids {
  /// Blocks after the last height from which on nobody will say any more what became of a bid.
  private static final long GIVE_UP_BLOCKS = 100;

  private final WeftClient client;
  private final BuilderListener listener;
  private final List<OpenBid> open = new ArrayList<>();

  OpenBids(WeftClient client, BuilderListener listener) {
    this.client = client;
    this.listener = listener;
  }

  /// @param payloads the transaction that is executed only if the bid wins
  /// @param bid empty where the node did not take it
  record OpenBid(Hash32 payloads, Optional<Hash32> bid, Amount amount, long lastHeight) {}

  /// What became of one.
  ///
  /// @param isIncluded whether the bid got into a block
  /// @param fees of both transactions
  record Result(OpenBid bid, boolean isIncluded, boolean isWon, Amount fees) {
    /// Fees, and what a bid that won offered.
    Amount spent() {
      return isWon ? fees.plus(bid.amount()) : fees;
    }
  }

  void add(OpenBid bid) {
    open.add(bid);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  /// What the open bids offer together.
  Amount offered() {
    return open.stream().map(OpenBid::amount).reduce(Amount.ZERO, Amount::plus);
  }

  /// What became of those whose last height has passed.
  ///
  /// @throws weft.rollup.client.NodeException if the node does not answer
  List<Result> settled(long height) {
    List<Result> results = new ArrayList<>();
    for (OpenBid bid : List.copyOf(open)) {
      if (bid.lastHeight() < height) {
        Optional<TransactionStatus> payloads = finalStatus(bid.payloads());
        Optional<TransactionStatus> itself = bid.bid().flatMap(this::finalStatus);
        if (payloads.isPresent() && (bid.bid().isEmpty() || itself.isPresent())) {
          open.remove(bid);
          listener.settled(bid.payloads());
          bid.bid().ifPresent(listener::settled);
          results.add(result(bid, payloads.get(), itself));
        } else if (height - bid.lastHeight() > GIVE_UP_BLOCKS) {
          open.remove(bid);
        }
      }
    }
    return results;
  }

  private static Result result(
      OpenBid bid, TransactionStatus payloads, Optional<TransactionStatus> itself) {
    return new Result(
        bid,
        itself.map(OpenBids::isSoft).orElse(false),
        isSoft(payloads),
        fee(payloads).plus(itself.map(OpenBids::fee).orElse(Amount.ZERO)));
  }

  private static boolean isSoft(TransactionStatus status) {
    return status.state() == TransactionState.SOFT;
  }

  private static Amount fee(TransactionStatus status) {
    return status.progress() instanceof TransactionStatus.Soft soft ? soft.fee() : Amount.ZERO;
  }

  private Optional<TransactionStatus> finalStatus(Hash32 transaction) {
    return client.transactions().status(transaction)
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && status.state().isFinal()
        ? Optional.of(status)
        : Optional.empty();
  }
}
