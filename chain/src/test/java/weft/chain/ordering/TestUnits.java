package weft.chain.ordering;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.chain.fixture.TestTransactions;
import weft.ledger.execution.LaneUnit;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Units of a few channels: two for each account, so that accounts and channels differ.
final class TestUnits {
  static final int CHANNELS = 6;
  static final int SIZES = 4;

  private static final RollupId ROLLUP = RollupId.of("lane-one");

  private final Map<List<Integer>, VerifiedTransaction> signed = new HashMap<>();

  /// @param channel 0 to [#CHANNELS] - 1
  LaneUnit unit(int channel, int transactionIndex, int actionIndex, int payloadBytes, Amount tip) {
    VerifiedTransaction transaction = transaction(channel, payloadBytes);
    LaneEntry entry =
        new LaneEntry(
            transaction.hash(),
            transaction.body().account(),
            actionIndex,
            0,
            Hash32.ZERO,
            payload(payloadBytes));
    return new LaneUnit(transaction, transactionIndex, actionIndex, tip, List.of(entry));
  }

  boolean isOf(LaneUnit unit, int channel) {
    return unit.transaction().body().account().equals(key(channel).address())
        && unit.transaction().body().nonce().channel() == number(channel);
  }

  private VerifiedTransaction transaction(int channel, int payloadBytes) {
    return signed.computeIfAbsent(
        List.of(channel, payloadBytes),
        unknown ->
            TestTransactions.plain()
                .sign(
                    key(channel),
                    new Nonce(number(channel), 0),
                    new Action.Submit(ROLLUP, List.of(payload(payloadBytes)))));
  }

  /// From 1 on: a 0 would be written in fewer bytes, and so change the rate.
  private static long number(int channel) {
    return 1L + channel % 2;
  }

  private static PrivateKey key(int channel) {
    return PrivateKey.fromSeed(Bytes.utf8("unit " + channel / 2));
  }

  private static Payload payload(int bytes) {
    return Payload.of(Bytes.wrap(new byte[bytes + 1]));
  }
}
