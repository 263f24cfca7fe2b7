package weft.protocol.transaction;

import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.primitives.Signature;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Bytes to transaction and back; rules `TX-n` of docs/protocol/transactions.md.
///
/// A transaction has one encoding: unknown fields, fields out of order or twice, long forms of
/// numbers and written-out defaults are refused, so only the signer can make other bytes with the
/// same meaning. Decoding checks every limit that needs no state and never throws on hostile bytes.
public final class TransactionCodec {
  private static final String ENVELOPE = "transaction";
  private static final String BODY = "body";
  private static final int ENVELOPE_OVERHEAD = 80;

  private TransactionCodec() {}

  /// Reads a serialized `SignedTransaction`. Payload data shares the envelope's array.
  public static Checked<Transaction> decode(Bytes envelope) {
    if (envelope.size() > TransactionLimits.MAX_TRANSACTION_BYTES) {
      return tooLarge(ENVELOPE, envelope.size());
    }
    try {
      return Checked.ok(read(envelope));
    } catch (RefusedException e) {
      return Checked.refused(e.refusal());
    }
  }

  /// Reads a serialized `TransactionBody`. Payload data shares the body's array.
  public static Checked<TransactionBody> decodeBody(Bytes body) {
    if (body.size() > TransactionLimits.MAX_TRANSACTION_BYTES) {
      return tooLarge(BODY, body.size());
    }
    try {
      return Checked.ok(BodyReader.read(new StrictReader(body, BODY, BodyReader.LAST_FIELD)));
    } catch (RefusedException e) {
      return Checked.refused(e.refusal());
    }
  }

  /// Serializes a body. Checks nothing: a body outside the limits is refused when decoded.
  public static Bytes encodeBody(TransactionBody body) {
    return BodyWriter.write(body);
  }

  /// Serializes the envelope around a serialized body.
  public static Bytes encodeEnvelope(Bytes body, SignatureScheme scheme, Signature signature) {
    ReverseWriter out = new ReverseWriter(body.size() + ENVELOPE_OVERHEAD);
    out.bytes(3, signature.bytes());
    out.u64(2, schemeNumber(scheme));
    out.bytes(1, body);
    return out.toBytes();
  }

  private static Transaction read(Bytes envelope) {
    StrictReader in = new StrictReader(envelope, ENVELOPE, 3);
    Bytes bodyBytes = in.bytes(1, BODY);
    long schemeNumber = in.u64(2, "scheme");
    Bytes signature = in.bytes(3, "signature");
    in.end();
    SignatureScheme scheme = scheme(in, schemeNumber);
    if (!Signature.isWellFormed(signature)) {
      throw in.refused(
          RefusalCode.BAD_SIGNATURE,
          "signature",
          "65 bytes r, s, v with low s and v = 27 or 28",
          signature.size() + " bytes");
    }
    TransactionBody body =
        BodyReader.read(new StrictReader(bodyBytes, BODY, BodyReader.LAST_FIELD));
    return new Transaction(
        envelope, Sha256.hash(envelope), bodyBytes, body, scheme, Signature.of(signature));
  }

  private static SignatureScheme scheme(StrictReader in, long number) {
    if (number == 1) {
      return SignatureScheme.EIP712;
    }
    if (number == 2) {
      return SignatureScheme.EIP191;
    }
    throw in.invalid("scheme", "1 (eip712) or 2 (eip191)", Long.toString(number));
  }

  private static int schemeNumber(SignatureScheme scheme) {
    return switch (scheme) {
      case EIP712 -> 1;
      case EIP191 -> 2;
    };
  }

  private static <T> Checked<T> tooLarge(String field, int size) {
    String limit = TransactionLimits.MAX_TRANSACTION_BYTES + " bytes";
    return Checked.refused(
        Refusal.of(
            RefusalCode.TRANSACTION_TOO_LARGE,
            field,
            limit,
            field + ": expected at most " + limit + ", got " + size + " bytes"));
  }
}
