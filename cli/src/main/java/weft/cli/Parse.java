package weft.cli;

import java.util.UUID;
import java.util.function.Function;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// Reads what a person typed; what cannot be read is an error that says what was expected.
public final class Parse {
  private Parse() {}

  /// A number of the smallest units; `_` and `,` may separate digits.
  public static Amount amount(String option, String text) {
    return read(
        option,
        text,
        digits -> Amount.parse(digits.replace("_", "").replace(",", "")),
        "a whole number of the asset's smallest units, such as 1000000 or 1_000_000");
  }

  public static RollupId rollup(String text) {
    return read("rollup", text, RollupId::of, "3 to 32 characters of a-z, 0-9 and -");
  }

  public static AssetId asset(String option, String text) {
    return read(option, text, AssetId::new, "1 to 16 characters of a-z, 0-9 and -");
  }

  public static Hash32 hash(String option, String text) {
    return read(option, text, Hash32::fromHex, "64 hexadecimal digits, with or without 0x");
  }

  public static UUID uuid(String option, String text) {
    return read(
        option, text, UUID::fromString, "a UUID such as 9d9ab9b0-1c2d-4c58-b3c4-5a6b7c8d9e0f");
  }

  /// An address, or `dev:N` for the account of a development key.
  public static Address account(String option, String text) {
    if (text.startsWith(KeyOption.DEVELOPMENT_PREFIX)) {
      return KeyOption.read(text).address();
    }
    return read(
        option, text, Address::fromHex, "an address of 40 hexadecimal digits, or dev:0 to dev:9");
  }

  private static <T> T read(
      String option, String text, Function<String, T> reader, String expected) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(option + ": '" + text + "' is not " + expected, "Correct it.");
    }
  }
}
