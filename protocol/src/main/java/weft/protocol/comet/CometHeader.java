package weft.protocol.comet;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;

/// The header of a block as CometBFT makes it (`tendermint.types.Header`). Hashes have 32 bytes, or
/// none where CometBFT leaves them out.
///
/// @param appVersion version of the application's protocol
/// @param chainId the text by which CometBFT knows the chain
/// @param height from 1 on
/// @param lastBlockId of the block before; [CometBlockId#NONE] at the first
/// @param lastCommitHash of the votes for the block before
/// @param dataHash RFC 6962 root over the SHA-256 of each transaction
/// @param validatorsHash [CometValidators#hash] of those who vote for this block
/// @param nextValidatorsHash of those who vote for the next block
/// @param appHash what the application answered for the block before, of any length up to 32 KiB
/// @param proposer consensus address, 20 bytes
public record CometHeader(
    long appVersion,
    String chainId,
    long height,
    CometTime time,
    CometBlockId lastBlockId,
    Bytes lastCommitHash,
    Bytes dataHash,
    Bytes validatorsHash,
    Bytes nextValidatorsHash,
    Bytes consensusHash,
    Bytes appHash,
    Bytes lastResultsHash,
    Bytes evidenceHash,
    Bytes proposer) {

  /// CometBFT's version of the block layout.
  public static final int BLOCK_PROTOCOL = 11;

  /// The longest chain id, in bytes.
  public static final int MAX_CHAIN_ID = 50;

  private static final int MAX_MESSAGE = 128;
  private static final int MAX_APP_HASH = 32 * 1024;

  /// The hash that commits and the next header name: the RFC 6962 root over the fourteen fields,
  /// each encoded alone.
  public Hash32 hash() {
    return MerkleTree.root(
        List.of(
            version(),
            leaf(Bytes.utf8(chainId)),
            new ProtoWriter().varint(1, height).toBytes(),
            time.encode(),
            lastBlockId.encode(),
            leaf(lastCommitHash),
            leaf(dataHash),
            leaf(validatorsHash),
            leaf(nextValidatorsHash),
            leaf(consensusHash),
            leaf(appHash),
            leaf(lastResultsHash),
            leaf(evidenceHash),
            leaf(proposer)));
  }

  private static Bytes leaf(Bytes value) {
    return new ProtoWriter().bytes(1, value).toBytes();
  }

  private Bytes version() {
    return new ProtoWriter().varint(1, BLOCK_PROTOCOL).varint(2, appVersion).toBytes();
  }

  /// The message `tendermint.types.Header` as CometBFT writes it.
  public Bytes encode() {
    return new ProtoWriter()
        .message(1, version())
        .bytes(2, Bytes.utf8(chainId))
        .varint(3, height)
        .message(4, time.encode())
        .message(5, lastBlockId.encode())
        .bytes(6, lastCommitHash)
        .bytes(7, dataHash)
        .bytes(8, validatorsHash)
        .bytes(9, nextValidatorsHash)
        .bytes(10, consensusHash)
        .bytes(11, appHash)
        .bytes(12, lastResultsHash)
        .bytes(13, evidenceHash)
        .bytes(14, proposer)
        .toBytes();
  }

  /// Reads what [#encode] wrote, in no other encoding.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static CometHeader decode(Bytes encoded) {
    ProtoReader reader = new ProtoReader(encoded);
    long appVersion = appVersion(reader.message(1, "header.version", MAX_MESSAGE));
    String chainId = text(reader.bytes(2, "header.chain_id", MAX_CHAIN_ID));
    long height = reader.varint(3, "header.height");
    CometTime time = CometTime.decode(reader.message(4, "header.time", MAX_MESSAGE), "header.time");
    CometBlockId last =
        CometBlockId.decode(
            reader.message(5, "header.last_block_id", MAX_MESSAGE), "header.last_block_id");
    CometHeader header =
        new CometHeader(
            appVersion,
            chainId,
            height,
            time,
            last,
            CometBlockId.hash(reader, 6, "header.last_commit_hash"),
            CometBlockId.hash(reader, 7, "header.data_hash"),
            CometBlockId.hash(reader, 8, "header.validators_hash"),
            CometBlockId.hash(reader, 9, "header.next_validators_hash"),
            CometBlockId.hash(reader, 10, "header.consensus_hash"),
            reader.bytes(11, "header.app_hash", MAX_APP_HASH),
            CometBlockId.hash(reader, 12, "header.last_results_hash"),
            CometBlockId.hash(reader, 13, "header.evidence_hash"),
            reader.bytes(14, "header.proposer_address", Address.SIZE));
    reader.expectEnd();
    if (height < 1) {
      throw new MalformedException("header.height", "must be at least 1");
    }
    if (header.proposer.size() != Address.SIZE) {
      throw new MalformedException("header.proposer_address", "must have 20 bytes");
    }
    return header;
  }

  private static long appVersion(Bytes encoded) {
    ProtoReader reader = new ProtoReader(encoded);
    long block = reader.varint(1, "header.version.block");
    if (block != BLOCK_PROTOCOL) {
      throw new MalformedException("header.version.block", "must be " + BLOCK_PROTOCOL);
    }
    long app = reader.varint(2, "header.version.app");
    reader.expectEnd();
    return app;
  }

  /// UTF-8 only: any other bytes would come out different when encoded again.
  private static String text(Bytes utf8) {
    String text = utf8.toUtf8();
    if (!Bytes.utf8(text).equals(utf8)) {
      throw new MalformedException("header.chain_id", "is not UTF-8");
    }
    return text;
  }
}
