package weft.node.api.json;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How wire names and values look in JSON.
final class JsonNames {
  /// The largest integer that every JSON reader keeps exact: 2^53 - 1.
  static final long MAX_NUMBER = (1L << 53) - 1;

  static final String UINT128 = "weft.v1.Uint128";

  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");

  private static final Set<String> ADDRESSES =
      Set.of(
          "account",
          "sponsor",
          "sender",
          "to",
          "payee",
          "owner",
          "new_owner",
          "announced_owner",
          "submitters",
          "node",
          "validator",
          "operator",
          "consensus_address",
          "recipient");

  private JsonNames() {}

  /// Whether a field of bytes holds an address, which is written with its EIP-55 checksum.
  static boolean isAddress(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING
        && ADDRESSES.contains(field.getName());
  }

  static boolean isUint128(FieldDescriptor field) {
    return field.getMessageType().getFullName().equals(UINT128);
  }

  /// `POLICY_FIRST_COME` of enum `Policy` is `first-come`.
  static String enumId(EnumValueDescriptor value) {
    String prefix = snakeCase(value.getType().getName()) + "_";
    String name = value.getName();
    String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return bare.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A field's path as the wire names it, `body.max_fee`, as JSON names it, `body.maxFee`.
  static String path(String wirePath) {
    return UNDERSCORE
        .matcher(wirePath)
        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
