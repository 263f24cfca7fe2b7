package weft.chain.ordering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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

  /// Up to 15 transactions with up to 3 units each.
  List<LaneUnit> randomBlock(SplittableRandom random) {
    List<LaneUnit> block = new ArrayList<>();
    int transactions = random.nextInt(16);
    for (int index = 0; index < transactions; index++) {
      int channel = random.nextInt(CHANNELS);
      int size = random.nextInt(SIZES);
      Amount tip = randomTip(random);
      int actions = 1 + random.nextInt(3);
      for (int action = 0; action < actions; action++) {
        block.add(unit(channel, index, action, size, tip));
      }
    }
    return block;
  }

  /// Few values, so that ties are common, and amounts at the edge of each way to compare.
  private static Amount randomTip(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Amount.ZERO;
      case 1 -> Amount.of(random.nextInt(5));
      case 2 -> Amount.of(random.nextInt(1_000_000));
      case 3 -> Amount.of(Long.MAX_VALUE - random.nextInt(3));
      case 4 -> Amount.MAX.mulDivFloor(1, Integer.MAX_VALUE).plus(Amount.of(random.nextInt(3)));
      default -> Amount.MAX.minus(Amount.of(random.nextInt(3)));
    };
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
