package weft.protocol.validator;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.MalformedException;

/// The votes for the block before, with their extensions: the second entry of a network's block.
///
/// @param round in which the block before was decided, from 0 on
/// @param votes in the order of the set of that height; none at height 1
public record ExtendedCommit(int round, List<CommitVote> votes) {
  /// Of the first block, which has none before it.
  public static final ExtendedCommit NONE = new ExtendedCommit(0, List.of());

  private static final int VERSION = 1;
  private static final int VOTE_SIZE = Address.SIZE + Long.BYTES + 1;

  /// The most bytes of one vote.
  public static final int MAX_VOTE_SIZE =
      VOTE_SIZE + 2 + VoteExtension.MAX_SIZE + Ed25519PublicKey.SIGNATURE_SIZE;

  public ExtendedCommit {
    votes = List.copyOf(votes);
  }

  /// Version, round (u32), count (u16), then of each vote: validator, power, kind (u8), and for a
  /// commit the extension (u16 length) and its signature (64 bytes).
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(1024).u8(VERSION).u32(round).u16(votes.size());
    for (CommitVote vote : votes) {
      writer.address(vote.validator()).u64(vote.power()).u8(vote.kind().code());
      if (vote.kind() == CommitVote.Kind.COMMIT) {
        writer.u16(vote.extension().size()).bytes(vote.extension()).bytes(vote.signature());
      }
    }
    return writer.toBytes();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static ExtendedCommit decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    int version = reader.u8("votes.version");
    if (version != VERSION) {
      throw new MalformedException("votes.version", "must be " + VERSION + ", got " + version);
    }
    long round = reader.u32("votes.round");
    int count = reader.u16("votes.count");
    if (round > Integer.MAX_VALUE || count > ValidatorSet.MAX_VALIDATORS) {
      throw new MalformedException("votes", "have round " + round + " and count " + count);
    }
    List<CommitVote> votes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      votes.add(read(reader));
    }
    reader.expectEnd();
    return new ExtendedCommit((int) round, votes);
  }

  private static CommitVote read(ByteReader reader) {
    Address validator = reader.address("vote.validator");
    long power = reader.u64("vote.power");
    CommitVote.Kind kind = kind(reader.u8("vote.kind"));
    if (kind != CommitVote.Kind.COMMIT) {
      return CommitVote.without(validator, power, kind);
    }
    int length = reader.u16("vote.extension");
    if (length > VoteExtension.MAX_SIZE) {
      throw new MalformedException(
          "vote.extension", "has at most " + VoteExtension.MAX_SIZE + " bytes, got " + length);
    }
    Bytes extension = reader.bytes("vote.extension", length);
    Bytes signature = reader.bytes("vote.signature", Ed25519PublicKey.SIGNATURE_SIZE);
    return new CommitVote(validator, power, kind, extension, signature);
  }

  private static CommitVote.Kind kind(int code) {
    for (CommitVote.Kind kind : CommitVote.Kind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new MalformedException("vote.kind", "must be 1 to 4, got " + code);
  }
}
