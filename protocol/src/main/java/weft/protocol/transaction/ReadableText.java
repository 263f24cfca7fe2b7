package weft.protocol.transaction;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Keccak256;
import weft.primitives.Sha256;

/// A transaction as text for [EIP-191](https://eips.ethereum.org/EIPS/eip-191) `personal_sign`, for
/// wallets without typed data. Every line is printable ASCII; the last holds the hash of the body,
/// which binds everything.
public final class ReadableText {
  private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

  private ReadableText() {}

  /// The text to sign; lines end with a line feed, except the last.
  public static String of(Bytes bodyBytes, TransactionBody body) {
    StringBuilder text = new StringBuilder(512);
    text.append("Weft transaction\nchain: ").append(body.chainId());
    text.append("\naccount: ").append(body.account());
    text.append("\nnonce: channel ").append(body.nonce().channel());
    text.append(", sequence ").append(body.nonce().sequence());
    text.append("\nlast height: ").append(body.lastHeight());
    text.append("\nlast time: ");
    text.append(body.lastTimeMs() == 0 ? "none" : body.lastTimeMs() + " ms");
    text.append("\nfee: at most ").append(body.maxFee()).append(' ').append(body.feeAsset());
    text.append(", tip ").append(body.tip()).append(" included");
    text.append("\nsponsor: ").append(body.sponsor().map(Address::toString).orElse("none"));
    appendActions(text, ActionSummary.of(body.actions()));
    text.append("\nbody: ").append(Sha256.hash(bodyBytes));
    return text.toString();
  }

  /// The digest to sign: Keccak-256 of the prefix of EIP-191 version 0x45, the length of the text
  /// in bytes (decimal), and the text.
  static Hash32 digest(Bytes bodyBytes, TransactionBody body) {
    Bytes text = Bytes.utf8(of(bodyBytes, body));
    return Keccak256.hash(Bytes.utf8(PREFIX + text.size()), text);
  }

  private static void appendActions(StringBuilder text, List<String> lines) {
    if (lines.isEmpty()) {
      text.append("\nactions: none, only uses up the sequence");
      return;
    }
    text.append("\nactions: ").append(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      text.append('\n').append(i + 1).append(". ").append(lines.get(i));
    }
  }
}
