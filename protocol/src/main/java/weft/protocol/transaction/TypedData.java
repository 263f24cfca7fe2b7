package weft.protocol.transaction;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Keccak256;
import weft.primitives.Sha256;

/// A transaction as [EIP-712](https://eips.ethereum.org/EIPS/eip-712) typed data.
///
/// The domain is name `Weft`, version `1` and the chain id. The fields repeat what the body says in
/// a form that a wallet shows; `body` is SHA-256 of the body as sent, which binds everything.
public final class TypedData {
  private static final String DOMAIN_NAME = "Weft";
  private static final String DOMAIN_VERSION = "1";
  private static final String DOMAIN_TYPE =
      "EIP712Domain(string name,string version,uint256 chainId)";
  private static final String TRANSACTION_TYPE =
      "Transaction(address account,uint64 channel,uint64 sequence,uint64 lastHeight,"
          + "uint64 lastTimeMs,string feeAsset,uint128 maxFee,uint128 tip,address sponsor,"
          + "string[] actions,bytes32 body)";
  private static final byte[] DOMAIN_TYPE_HASH = keccak(Bytes.utf8(DOMAIN_TYPE).toArrayUnsafe());
  private static final byte[] TRANSACTION_TYPE_HASH =
      keccak(Bytes.utf8(TRANSACTION_TYPE).toArrayUnsafe());
  private static final byte[] DOMAIN_NAME_HASH = keccak(Bytes.utf8(DOMAIN_NAME).toArrayUnsafe());
  private static final byte[] DOMAIN_VERSION_HASH =
      keccak(Bytes.utf8(DOMAIN_VERSION).toArrayUnsafe());
  private static final int WORD = 32;

  private TypedData() {}

  /// The digest to sign: Keccak-256 of `0x1901`, the domain separator and the hash of the struct.
  static Hash32 digest(Bytes bodyBytes, TransactionBody body) {
    byte[] all = new byte[2 + 2 * WORD];
    all[0] = 0x19;
    all[1] = 0x01;
    System.arraycopy(domainSeparator(body.chainId()), 0, all, 2, WORD);
    System.arraycopy(structHash(bodyBytes, body), 0, all, 2 + WORD, WORD);
    return Hash32.wrap(keccak(all));
  }

  /// The argument of the wallet call `eth_signTypedData_v4`.
  public static String json(Bytes bodyBytes, TransactionBody body) {
    StringBuilder actions = new StringBuilder();
    for (String line : ActionSummary.of(body.actions())) {
      actions.append(actions.isEmpty() ? "" : ",").append(quoted(line));
    }
    return "{\"types\":{\"EIP712Domain\":"
        + jsonFields(DOMAIN_TYPE)
        + ",\"Transaction\":"
        + jsonFields(TRANSACTION_TYPE)
        + "},\"primaryType\":\"Transaction\",\"domain\":{\"name\":\""
        + DOMAIN_NAME
        + "\",\"version\":\""
        + DOMAIN_VERSION
        + "\",\"chainId\":"
        + body.chainId()
        + "},\"message\":{"
        + member("account", body.account())
        + member("channel", body.nonce().channel())
        + member("sequence", body.nonce().sequence())
        + member("lastHeight", body.lastHeight())
        + member("lastTimeMs", body.lastTimeMs())
        + member("feeAsset", body.feeAsset())
        + member("maxFee", body.maxFee())
        + member("tip", body.tip())
        + member("sponsor", body.sponsor().orElse(Address.ZERO))
        + "\"actions\":["
        + actions
        + "],\"body\":\""
        + Sha256.hash(bodyBytes)
        + "\"}}";
  }

  private static byte[] domainSeparator(long chainId) {
    return new Words(4)
        .word(DOMAIN_TYPE_HASH)
        .word(DOMAIN_NAME_HASH)
        .word(DOMAIN_VERSION_HASH)
        .number(chainId)
        .hash();
  }

  private static byte[] structHash(Bytes bodyBytes, TransactionBody body) {
    return new Words(12)
        .word(TRANSACTION_TYPE_HASH)
        .address(body.account())
        .number(body.nonce().channel())
        .number(body.nonce().sequence())
        .number(body.lastHeight())
        .number(body.lastTimeMs())
        .text(body.feeAsset().name())
        .amount(body.maxFee())
        .amount(body.tip())
        .address(body.sponsor().orElse(Address.ZERO))
        .word(linesHash(ActionSummary.of(body.actions())))
        .word(Sha256.hash(bodyBytes).toArrayUnsafe())
        .hash();
  }

  private static byte[] linesHash(List<String> lines) {
    Words words = new Words(lines.size());
    lines.forEach(words::text);
    return words.hash();
  }

  private static byte[] keccak(byte[] bytes) {
    return Keccak256.hash(Bytes.wrap(bytes)).toArrayUnsafe();
  }

  /// `Type(a x,b y)` as the JSON list of its fields.
  private static String jsonFields(String type) {
    StringBuilder fields = new StringBuilder("[");
    String inside = type.substring(type.indexOf('(') + 1, type.length() - 1);
    for (String field : inside.split(",", -1)) {
      int blank = field.indexOf(' ');
      fields
          .append(fields.length() == 1 ? "" : ",")
          .append("{\"name\":\"")
          .append(field, blank + 1, field.length())
          .append("\",\"type\":\"")
          .append(field, 0, blank)
          .append("\"}");
    }
    return fields.append(']').toString();
  }

  private static String member(String name, Object value) {
    return "\"" + name + "\":\"" + value + "\",";
  }

  /// Lines are printable ASCII, so only two characters need an escape.
  private static String quoted(String line) {
    return "\"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// 32-byte words in a row.
  private static final class Words {
    private final byte[] bytes;
    private int at;

    Words(int count) {
      bytes = new byte[count * WORD];
    }

    Words word(byte[] word) {
      System.arraycopy(word, 0, bytes, at, WORD);
      at += WORD;
      return this;
    }

    Words number(long value) {
      for (int i = 0; i < Long.BYTES; i++) {
        bytes[at + WORD - 1 - i] = (byte) (value >>> (8 * i));
      }
      at += WORD;
      return this;
    }

    Words amount(Amount amount) {
      amount.copyTo(bytes, at + WORD - Amount.SIZE);
      at += WORD;
      return this;
    }

    Words address(Address address) {
      address.copyTo(bytes, at + WORD - Address.SIZE);
      at += WORD;
      return this;
    }

    Words text(String text) {
      return word(keccak(Bytes.utf8(text).toArrayUnsafe()));
    }

    byte[] hash() {
      return keccak(bytes);
    }
  }
}
