package weft.protocol.comet;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// The votes that decided a block (`tendermint.types.Commit`).
///
/// @param height of the block, from 1 on
/// @param round in which it was decided, from 0 on
/// @param votes one for each validator of the set, in its order
public record CometCommit(long height, int round, CometBlockId blockId, List<CometVote> votes) {
  private static final int MAX_MESSAGE = 256;

  public CometCommit {
    votes = List.copyOf(votes);
  }

  /// The message as CometBFT writes it.
  public Bytes encode() {
    ProtoWriter writer =
        new ProtoWriter().varint(1, height).varint(2, round).message(3, blockId.encode());
    votes.forEach(vote -> writer.message(4, vote.encode()));
    return writer.toBytes();
  }

  /// Reads what [#encode] wrote, in no other encoding.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static CometCommit decode(Bytes encoded) {
    ProtoReader reader = new ProtoReader(encoded);
    long height = reader.varint(1, "commit.height");
    int round = reader.count(2, "commit.round");
    CometBlockId blockId =
        CometBlockId.decode(reader.message(3, "commit.block_id", MAX_MESSAGE), "commit.block_id");
    List<CometVote> votes = new ArrayList<>();
    while (reader.isNext(4)) {
      if (votes.size() == CometValidators.MAX_VALIDATORS) {
        throw new MalformedException(
            "commit.votes", "are at most " + CometValidators.MAX_VALIDATORS);
      }
      votes.add(CometVote.decode(reader.message(4, "commit.vote", MAX_MESSAGE)));
    }
    reader.expectEnd();
    if (height < 1) {
      throw new MalformedException("commit.height", "must be at least 1");
    }
    if (!blockId.isComplete()) {
      throw new MalformedException("commit.block_id", "must name a block and its parts");
    }
    return new CometCommit(height, round, blockId, votes);
  }
}
