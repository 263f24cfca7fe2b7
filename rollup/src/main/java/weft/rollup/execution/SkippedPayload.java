package weft.rollup.execution;

import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// A payload that took no effect. Its sender has paid for it all the same.
///
/// @param index place in the lane block, from 0
/// @param transactionHash the Weft transaction that carried it
/// @param code a stable reason in kebab-case, the same on every node
/// @param reason one sentence; the same on every node too, since it goes into the block's hash
public record SkippedPayload(int index, Hash32 transactionHash, String code, String reason) {
  /// Longest code and longest reason, in bytes of UTF-8.
  public static final int MAX_TEXT_BYTES = 400;

  private static final int MAX_CODE_POINTS = MAX_TEXT_BYTES / 4;

  /// The same with texts that may be too long, or come out of the payload: they are cut, and half
  /// surrogate pairs replaced, so that no payload can make a record that cannot be stored.
  public static SkippedPayload of(int index, Hash32 transactionHash, String code, String reason) {
    return new SkippedPayload(index, transactionHash, fit(code), fit(reason));
  }

  public SkippedPayload {
    if (Bytes.utf8(code).size() > MAX_TEXT_BYTES || Bytes.utf8(reason).size() > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "code and reason have at most " + MAX_TEXT_BYTES + " bytes");
    }
  }

  private static String fit(String text) {
    StringBuilder fitting = new StringBuilder();
    text.codePoints()
        .limit(MAX_CODE_POINTS)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
        .forEach(fitting::appendCodePoint);
    return fitting.toString();
  }
}
