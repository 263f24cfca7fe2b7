package weft.rollup.execution;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.rollup.lane.LaneCursor;

/// What is stored together with a rollup's state: how far it has come.
public record Checkpoint(BlockMetadata head, LaneCursor cursor, CommitmentState commitment) {
  private static final int MAX_PART_BYTES = 64 << 20;

  /// Before the first block.
  ///
  /// @param number of the block before the first
  public static Checkpoint genesis(long number) {
    BlockMetadata genesis = BlockMetadata.genesis(number);
    return new Checkpoint(genesis, LaneCursor.start(), new CommitmentState(genesis, genesis));
  }

  /// The same with other commitments.
  public Checkpoint withCommitment(CommitmentState other) {
    return new Checkpoint(head, cursor, other);
  }

  public Bytes encode() {
    return new ByteWriter(1024)
        .lengthPrefixed(head.encode())
        .lengthPrefixed(cursor.encode())
        .lengthPrefixed(commitment.soft().encode())
        .lengthPrefixed(commitment.firm().encode())
        .toBytes();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static Checkpoint decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    BlockMetadata head = BlockMetadata.decode(in.lengthPrefixed("head", MAX_PART_BYTES));
    LaneCursor cursor = LaneCursor.decode(in.lengthPrefixed("cursor", MAX_PART_BYTES));
    CommitmentState commitment =
        new CommitmentState(
            BlockMetadata.decode(in.lengthPrefixed("soft", MAX_PART_BYTES)),
            BlockMetadata.decode(in.lengthPrefixed("firm", MAX_PART_BYTES)));
    in.expectEnd();
    return new Checkpoint(head, cursor, commitment);
  }
}
