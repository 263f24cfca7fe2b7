package weft.node.api.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Keccak256;
import weft.primitives.Signature;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Who signed a request: the header `X-Flashbots-Signature: ADDRESS:SIGNATURE`. Signed is, by
/// EIP-191 (`personal_sign`), the text of the Keccak-256 of the body: `0x` and 64 hexadecimal
/// digits.
public final class RequestSignature {
  public static final String HEADER = "X-Flashbots-Signature";

  private static final int V_AT = Signature.SIZE - 1;
  private static final int V_BASE = 27;

  private RequestSignature() {}

  /// The signer.
  ///
  /// @param header its value; absent where there is none
  /// @return refused as `bad-signature` unless the signature is that of the address
  public static Checked<Address> signer(@Nullable String header, Bytes body) {
    if (header == null) {
      return refused("the request has no header " + HEADER);
    }
    int colon = header.indexOf(':');
    if (colon < 0) {
      return refused("the header has no colon between address and signature");
    }
    Address address;
    Optional<Signature> signature;
    try {
      address = Address.fromHex(header.substring(0, colon).strip());
      signature = signature(Bytes.fromHex(header.substring(colon + 1).strip()));
    } catch (IllegalArgumentException e) {
      return refused("the header is not hexadecimal: " + e.getMessage());
    }
    return signature.flatMap(one -> one.recover(digest(body))).filter(address::equals).isPresent()
        ? Checked.ok(address)
        : refused("the signature is not that of " + address + " over this body");
  }

  /// Some libraries write 0 or 1 for 27 and 28.
  private static Optional<Signature> signature(Bytes bytes) {
    if (bytes.size() != Signature.SIZE) {
      return Optional.empty();
    }
    byte[] raw = bytes.toArray();
    if (raw[V_AT] == 0 || raw[V_AT] == 1) {
      raw[V_AT] = (byte) (raw[V_AT] + V_BASE);
    }
    Bytes whole = Bytes.wrap(raw);
    return Signature.isWellFormed(whole) ? Optional.of(Signature.of(whole)) : Optional.empty();
  }

  /// What is signed for a body.
  static Hash32 digest(Bytes body) {
    Bytes text = Bytes.utf8("0x" + Keccak256.hash(body).toHex());
    String prefix = "\u0019Ethereum Signed Message:\n" + text.size();
    return Keccak256.hash(Bytes.wrap(prefix.getBytes(StandardCharsets.US_ASCII)), text);
  }

  private static Checked<Address> refused(String message) {
    return Checked.refused(
        Refusal.of(
            RefusalCode.BAD_SIGNATURE,
            HEADER,
            "ADDRESS:SIGNATURE, by personal_sign over the hexadecimal Keccak-256 of the body",
            message));
  }
}
