package weft.primitives;

import java.util.HexFormat;

/// Lower-case hexadecimal text, with or without the `0x` prefix that Ethereum tools use.
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /// Encodes without a prefix.
  public static String encode(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /// Encodes with the `0x` prefix.
  public static String encode0x(byte[] bytes) {
    return "0x" + FORMAT.formatHex(bytes);
  }

  /// Decodes text with or without the `0x` prefix, in either case.
  ///
  /// @throws IllegalArgumentException if the text is not an even number of hex digits
  public static byte[] decode(String text) {
    boolean prefixed = text.startsWith("0x") || text.startsWith("0X");
    return FORMAT.parseHex(prefixed ? text.substring(2) : text);
  }
}
