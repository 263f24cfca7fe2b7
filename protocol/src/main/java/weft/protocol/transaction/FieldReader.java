package weft.protocol.transaction;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.refusal.RefusalCode;

/// Reads the fields that several messages have alike.
final class FieldReader {
  private FieldReader() {}

  /// An amount; zero where the field is missing.
  static Amount amount(StrictReader in, int field, String fieldName) {
    @Nullable StrictReader uint128 = in.message(field, fieldName, 2);
    if (uint128 == null) {
      return Amount.ZERO;
    }
    Amount amount = uint128(uint128);
    if (amount.isZero()) {
      throw in.malformed(fieldName, "a zero amount must be left out");
    }
    return amount;
  }

  /// An amount as a message of its own, which may be zero.
  static Amount uint128(StrictReader in) {
    long high = in.unsigned64(1, "high");
    long low = in.unsigned64(2, "low");
    in.end();
    return Amounts.of(high, low);
  }

  /// An amount of at least 1.
  static Amount positiveAmount(StrictReader in, int field, String fieldName) {
    Amount amount = amount(in, field, fieldName);
    if (amount.isZero()) {
      throw in.invalid(fieldName, "at least 1", "0");
    }
    return amount;
  }

  /// A number from 1 to 2^63-1.
  static long positive(StrictReader in, int field, String fieldName) {
    long value = in.u64(field, fieldName);
    if (value == 0) {
      throw in.invalid(fieldName, "at least 1", "0");
    }
    return value;
  }

  /// Makes sure that a text is there and can be told from the words around it.
  static void requireName(StrictReader in, String fieldName, String name) {
    if (name.isEmpty() || name.contains(" ")) {
      throw in.invalid(fieldName, "at least 1 character and no blank", "'" + name + "'");
    }
  }

  /// A byte string of one size only.
  static Bytes exactly(StrictReader in, int field, String fieldName, int size) {
    return exactly(in, in.bytes(field, fieldName), fieldName, size);
  }

  static Bytes exactly(StrictReader in, Bytes value, String fieldName, int size) {
    if (value.size() != size) {
      throw in.invalid(fieldName, size + " bytes", value.size() + " bytes");
    }
    return value;
  }

  /// The values of a repeated field, none of them twice.
  ///
  /// @param what a value is called in a refusal
  static <T> List<T> distinct(
      StrictReader in,
      int field,
      String fieldName,
      int maxCount,
      String what,
      Function<Bytes, T> read) {
    Set<T> values = new LinkedHashSet<>();
    for (Bytes raw : in.repeatedBytes(field, fieldName, maxCount)) {
      T value = read.apply(raw);
      if (!values.add(value)) {
        throw in.invalid(fieldName, "each " + what + " once", value + " twice");
      }
    }
    return List.copyOf(values);
  }

  static RollupId rollup(StrictReader in, int field, String fieldName) {
    return rollup(in, in.bytes(field, fieldName), fieldName);
  }

  static RollupId rollup(StrictReader in, Bytes value, String fieldName) {
    String name = value.size() <= RollupId.MAX_NAME_LENGTH ? value.toUtf8() : "";
    if (!RollupId.isName(name)) {
      throw in.invalid(
          fieldName, "a rollup name, 3 to 32 of a-z, 0-9 and -", value.size() + " bytes");
    }
    return RollupId.of(name);
  }

  static AssetId asset(StrictReader in, int field, String fieldName) {
    return new AssetId(assetName(in, field, fieldName));
  }

  static String assetName(StrictReader in, int field, String fieldName) {
    return assetName(in, in.bytes(field, fieldName), fieldName);
  }

  static String assetName(StrictReader in, Bytes value, String fieldName) {
    String name = value.size() <= AssetId.MAX_NAME_LENGTH ? value.toUtf8() : "";
    if (!AssetId.isName(name)) {
      throw in.invalid(
          fieldName, "an asset name, 1 to 16 of a-z, 0-9 and -", value.size() + " bytes");
    }
    return name;
  }

  static Payload payload(StrictReader in) {
    Bytes data = in.bytes(1, "data");
    long gasLimit = in.u64(2, "gas_limit");
    in.end();
    if (data.isEmpty()) {
      throw in.invalid("data", "at least 1 byte", "0 bytes");
    }
    if (data.size() > TransactionLimits.MAX_PAYLOAD_BYTES) {
      throw in.refused(
          RefusalCode.PAYLOAD_TOO_LARGE,
          "data",
          TransactionLimits.MAX_PAYLOAD_BYTES + " bytes",
          data.size() + " bytes");
    }
    return new Payload(data, gasLimit);
  }
}
