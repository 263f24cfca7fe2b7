package weft.examples.amm;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Keccak256;
import weft.primitives.MalformedException;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.primitives.Signature;
import weft.protocol.transaction.RollupId;

/// The payload of an AMM rollup: an operation, a nonce, and the account's signature.
///
/// Layout, big-endian: version 1 (u8), rollup id (32 bytes), nonce (u64), kind (u8), the kind's
/// fields, signature (65 bytes). Signed as an Ethereum personal message whose content is SHA-256 of
/// the bytes before the signature; since these name the rollup, what is signed for one rollup is
/// void in another.
///
/// @param account whose key signed
/// @param nonce not below the account's next nonce; gaps are allowed, repetitions are not
public record SignedOperation(Address account, long nonce, Operation operation) {
  private static final int VERSION = 1;
  private static final int SWAP = 1;
  private static final int TRANSFER = 2;
  private static final int CLAIM = 3;
  private static final Bytes PERSONAL_MESSAGE = Bytes.utf8("\u0019Ethereum Signed Message:\n32");

  /// The signed bytes of an operation.
  public static Bytes sign(RollupId rollup, PrivateKey key, long nonce, Operation operation) {
    ByteWriter out = new ByteWriter().u8(VERSION).hash(rollup.hash()).u64(nonce);
    switch (operation) {
      case Operation.Swap(int pool, boolean sellsX, long amountIn, long minOut) ->
          out.u8(SWAP).u16(pool).u8(sellsX ? 1 : 0).u64(amountIn).u64(minOut);
      case Operation.Transfer(Address to, int token, long amount) ->
          out.u8(TRANSFER).address(to).u8(token).u64(amount);
      case Operation.Claim() -> out.u8(CLAIM);
    }
    Bytes body = out.toBytes();
    return Bytes.concat(body, key.sign(digest(body)).bytes());
  }

  /// Reads a payload and recovers its account.
  ///
  /// @throws MalformedException if the bytes are no signed operation of this rollup
  public static SignedOperation read(RollupId rollup, Bytes payload) {
    int bodySize = payload.size() - Signature.SIZE;
    if (bodySize < 0) {
      throw new MalformedException("payload", "is shorter than a signature");
    }
    Bytes body = payload.slice(0, bodySize);
    ByteReader in = new ByteReader(body);
    if (in.u8("version") != VERSION) {
      throw new MalformedException("version", "must be 1");
    }
    if (!in.hash("rollup").equals(rollup.hash())) {
      throw new MalformedException("rollup", "is another one");
    }
    long nonce = in.u64("nonce");
    Operation operation = operation(in);
    in.expectEnd();
    return new SignedOperation(
        signer(body, payload.slice(bodySize, Signature.SIZE)), nonce, operation);
  }

  private static Operation operation(ByteReader in) {
    int kind = in.u8("kind");
    return switch (kind) {
      case SWAP ->
          new Operation.Swap(
              in.u16("pool"), flag(in.u8("sells_x")), in.u64("amount_in"), in.u64("min_out"));
      case TRANSFER -> new Operation.Transfer(in.address("to"), in.u8("token"), in.u64("amount"));
      case CLAIM -> new Operation.Claim();
      default -> throw new MalformedException("kind", "must be 1, 2 or 3, got " + kind);
    };
  }

  private static boolean flag(int value) {
    if (value > 1) {
      throw new MalformedException("sells_x", "must be 0 or 1, got " + value);
    }
    return value == 1;
  }

  private static Address signer(Bytes body, Bytes signature) {
    Optional<Address> signer =
        Signature.isWellFormed(signature)
            ? Signature.of(signature).recover(digest(body))
            : Optional.empty();
    return signer.orElseThrow(() -> new MalformedException("signature", "is no key's"));
  }

  private static Hash32 digest(Bytes body) {
    return Keccak256.hash(PERSONAL_MESSAGE, Sha256.hash(body).bytes());
  }
}
