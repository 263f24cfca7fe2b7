package weft.market.wasm;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import weft.market.auction.RollupSet;
import weft.primitives.Bytes;

/// What a module is asked to share.
///
/// @param rollups all of the auction, by index
/// @param grandValue v(N), what the winners of the auction offer together
/// @param sold the rollups of the winning package
/// @param amount what they share, whole units: what is charged less refunds and dust
/// @param state words that the mechanism's rollups publish, such as volumes
public record ShareInput(
    List<Rollup> rollups,
    BigInteger grandValue,
    RollupSet sold,
    BigInteger amount,
    List<Long> state) {
  /// Rollups of an auction that a module may see.
  public static final int MAX_ROLLUPS = 64;

  /// Words of state.
  public static final int MAX_STATE = 256;

  /// An unsigned integer of 128 bits.
  static final int AMOUNT_BYTES = 16;

  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 16 + 2 * AMOUNT_BYTES;
  private static final int ROLLUP_BYTES = 4 * AMOUNT_BYTES;

  /// One rollup of the auction.
  ///
  /// @param alone v(i), what it could have earned alone
  /// @param reserve the least that it takes
  /// @param floor what it gets at least of this package, whole units; 0 if it is not in it
  /// @param weight its agreed weight
  public record Rollup(BigInteger alone, BigInteger reserve, BigInteger floor, BigInteger weight) {}

  public ShareInput {
    rollups = List.copyOf(rollups);
    state = List.copyOf(state);
    if (state.size() > MAX_STATE) {
      throw new IllegalArgumentException("at most " + MAX_STATE + " words of state");
    }
    if (sold.isEmpty() || !RollupSet.all(rollups.size()).containsAll(sold)) {
      throw new IllegalArgumentException("a package names rollups of the auction");
    }
  }

  /// Whether the layout has room for the auction.
  boolean fits() {
    return rollups.size() <= MAX_ROLLUPS
        && isAmount(grandValue)
        && rollups.stream().allMatch(one -> isAmount(one.reserve()) && isAmount(one.weight()));
  }

  private static boolean isAmount(BigInteger number) {
    return number.signum() >= 0 && number.bitLength() <= AMOUNT_BYTES * Byte.SIZE;
  }

  /// The bytes that the module reads, little-endian; the layout stands in docs/protocol/market.md.
  Bytes encode() {
    ByteBuffer out =
        ByteBuffer.allocate(
                HEADER_BYTES
                    + rollups.size() * ROLLUP_BYTES
                    + sold.size() * Integer.BYTES
                    + state.size() * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(VERSION).putInt(rollups.size()).putInt(sold.size()).putInt(state.size());
    put(out, amount);
    put(out, grandValue);
    for (Rollup rollup : rollups) {
      put(out, rollup.alone());
      put(out, rollup.reserve());
      put(out, rollup.floor());
      put(out, rollup.weight());
    }
    sold.indices().forEach(out::putInt);
    state.forEach(out::putLong);
    return Bytes.wrap(out.array());
  }

  static void put(ByteBuffer out, BigInteger amount) {
    if (!isAmount(amount)) {
      throw new IllegalArgumentException("an amount is 0 to 2^128-1, got " + amount);
    }
    out.putLong(amount.longValue()).putLong(amount.shiftRight(Long.SIZE).longValue());
  }

  /// The amount that stands at an index of a result.
  static BigInteger amountAt(Bytes result, int index) {
    BigInteger amount = BigInteger.ZERO;
    for (int i = AMOUNT_BYTES - 1; i >= 0; i--) {
      int next = result.get(index * AMOUNT_BYTES + i) & 0xff;
      amount = amount.shiftLeft(Byte.SIZE).or(BigInteger.valueOf(next));
    }
    return amount;
  }
}
