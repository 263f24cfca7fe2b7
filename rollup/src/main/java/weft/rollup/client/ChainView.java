package weft.rollup.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;

/// What a wallet needs to know of the chain to sign: its height and its fees, a moment old at most.
final class ChainView {
  /// Envelope fields and signature around a body, and a maximum fee that is longer than estimated.
  private static final int ENVELOPE_BYTES = 128;

  private final WeftClient client;
  private final long refreshNs;
  private final NodeStatus atStart;
  private long height;
  private long heightAtNs;
  private @Nullable Fees fees;
  private long feesAtNs;

  ChainView(WeftClient client, long refreshMs) {
    this.client = client;
    this.refreshNs = TimeUnit.MILLISECONDS.toNanos(refreshMs);
    this.atStart = require(client.chain().nodeStatus());
    this.height = atStart.height();
    this.heightAtNs = System.nanoTime();
  }

  NodeStatus nodeStatus() {
    return atStart;
  }

  synchronized long height() {
    if (System.nanoTime() - heightAtNs > refreshNs) {
      height = require(client.chain().nodeStatus()).height();
      heightAtNs = System.nanoTime();
    }
    return height;
  }

  /// Forgets what was learnt, so that it is asked for again.
  synchronized void refresh() {
    heightAtNs = System.nanoTime() - refreshNs - 1;
    fees = null;
  }

  /// What the body would cost in the next block, rather too much than too little.
  Amount cost(TransactionBody body) {
    Fees current = fees();
    boolean isDefaultAsset = body.feeAsset().equals(current.defaultAsset());
    return isDefaultAsset
        ? fromFees(current, body).orElseGet(() -> estimated(body))
        : estimated(body);
  }

  private synchronized Fees fees() {
    Fees known = fees;
    if (known == null || System.nanoTime() - feesAtNs > refreshNs) {
      known = require(client.chain().fees());
      fees = known;
      feesAtNs = System.nanoTime();
    }
    return known;
  }

  private Amount estimated(TransactionBody body) {
    return require(client.transactions().estimateFee(body)).total();
  }

  /// Charges every byte of the transaction on each lane that it touches: never too little. Empty
  /// where the fees do not show one of the lanes.
  private static Optional<Amount> fromFees(Fees fees, TransactionBody body) {
    int bytes = TransactionCodec.encodeBody(body).size() + ENVELOPE_BYTES;
    Amount perByte = fees.baseFeePerByte();
    Amount gas = Amount.ZERO;
    for (Action action : body.actions()) {
      for (Touched touched : touched(action)) {
        Optional<Fees.LaneFees> lane = fees.lane(touched.rollup());
        if (lane.isEmpty()) {
          return Optional.empty();
        }
        perByte = perByte.plus(lane.get().baseFeePerByte());
        Amount perGas = lane.get().baseFeePerGas().orElse(Amount.ZERO);
        gas = gas.plus(perGas.times(touched.gasLimit()));
      }
    }
    return Optional.of(perByte.times(bytes).plus(gas));
  }

  private record Touched(RollupId rollup, long gasLimit) {}

  private static List<Touched> touched(Action action) {
    return switch (action) {
      case Action.Submit(RollupId rollup, var payloads) ->
          List.of(new Touched(rollup, payloads.stream().mapToLong(one -> one.gasLimit()).sum()));
      case Action.Bundle(var entries) ->
          entries.stream().map(one -> new Touched(one.rollup(), one.payload().gasLimit())).toList();
      case Action.Stating _ -> List.of();
    };
  }

  static <T> T require(Checked<T> answer) {
    return switch (answer) {
      case Checked.Ok<T>(T value) -> value;
      case Checked.Refused<T> refused ->
          throw new NodeUnreachableException(
              "the node refused a question that it must answer: " + refused.refusal(), null);
    };
  }
}
