package weft.protocol.comet;

import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.MalformedException;

/// One validator's vote in a commit (`tendermint.types.CommitSig`).
///
/// @param validator its consensus address; empty if absent
/// @param time its clock; [CometTime#ZERO] if absent
/// @param signature 64 bytes; empty if absent
public record CometVote(Flag flag, Bytes validator, CometTime time, Bytes signature) {

  /// What it voted.
  public enum Flag {
    /// No vote was seen.
    ABSENT(1),
    /// For the block.
    COMMIT(2),
    /// For no block.
    NIL(3);

    private final int code;

    Flag(int code) {
      this.code = code;
    }
  }

  /// No vote.
  public static final CometVote ABSENT =
      new CometVote(Flag.ABSENT, Bytes.EMPTY, CometTime.ZERO, Bytes.EMPTY);

  private static final int MAX_TIME = 32;

  Bytes encode() {
    return new ProtoWriter()
        .varint(1, flag.code)
        .bytes(2, validator)
        .message(3, time.encode())
        .bytes(4, signature)
        .toBytes();
  }

  static CometVote decode(Bytes encoded) {
    ProtoReader reader = new ProtoReader(encoded);
    CometVote vote =
        new CometVote(
            flag(reader.count(1, "vote.flag")),
            reader.bytes(2, "vote.validator", Address.SIZE),
            CometTime.decode(reader.message(3, "vote.time", MAX_TIME), "vote.time"),
            reader.bytes(4, "vote.signature", Ed25519PublicKey.SIGNATURE_SIZE));
    reader.expectEnd();
    boolean isWhole =
        vote.validator.size() == Address.SIZE
            && vote.signature.size() == Ed25519PublicKey.SIGNATURE_SIZE;
    if (vote.flag == Flag.ABSENT ? !vote.equals(ABSENT) : !isWhole) {
      throw new MalformedException("vote", "has not what a vote of its flag has");
    }
    return vote;
  }

  private static Flag flag(int code) {
    for (Flag flag : Flag.values()) {
      if (flag.code == code) {
        return flag;
      }
    }
    throw new MalformedException("vote.flag", "must be 1 to 3, got " + code);
  }
}
