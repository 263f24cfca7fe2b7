package weft.chain.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;

/// What a snapshot is of, and the hash of each of its chunks; rule SYNC-4.
///
/// @param statement what the validators attested about the block after which the state is
/// @param attestation theirs
/// @param chunkHashes SHA-256 of each chunk in order
public record SnapshotManifest(
    BlockStatement statement, Attestation attestation, List<Hash32> chunkHashes) {
  /// Of manifest and chunks together; grows with every change of either.
  public static final int FORMAT = 1;

  /// The most chunks: 256 GiB of state, and a manifest of 2 MiB. CometBFT carries 4 MB.
  public static final int MAX_CHUNKS = 1 << 16;

  private static final String DOMAIN = "weft/snapshot/v1";
  private static final int MAX_SIGNERS_BYTES = ValidatorSet.MAX_VALIDATORS / 8;
  private static final int MAX_SIGNATURE_BYTES = 96;

  public SnapshotManifest {
    chunkHashes = List.copyOf(chunkHashes);
    if (chunkHashes.isEmpty() || chunkHashes.size() > MAX_CHUNKS) {
      throw new IllegalArgumentException(
          "a snapshot has 1 to " + MAX_CHUNKS + " chunks, got " + chunkHashes.size());
    }
  }

  public long height() {
    return statement.height();
  }

  /// The head of a chain that begins with this snapshot.
  public ChainHead head() {
    return new ChainHead(
        statement.height(), statement.timeMs(), statement.blockHash(), statement.stateRoot());
  }

  /// @param set that attested
  public BlockSeal.Network seal(ValidatorSet set) {
    return new BlockSeal.Network(statement, set.hash(), Optional.of(attestation));
  }

  public Bytes encode() {
    ByteWriter writer =
        new ByteWriter(512 + chunkHashes.size() * Hash32.SIZE)
            .text(DOMAIN)
            .bytes(statement.encode())
            .lengthPrefixed(attestation.signers())
            .lengthPrefixed(attestation.signature())
            .u32(chunkHashes.size());
    chunkHashes.forEach(writer::hash);
    return writer.toBytes();
  }

  /// SHA-256 of the encoding: names the snapshot.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// Reads what [#encode] wrote. Whether it is true, [SnapshotProof] says.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static SnapshotManifest decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    String domain = reader.text("manifest.domain", DOMAIN.length());
    if (!domain.equals(DOMAIN)) {
      throw new MalformedException("manifest.domain", "must be " + DOMAIN);
    }
    BlockStatement statement =
        BlockStatement.decode(reader.bytes("manifest.statement", BlockStatement.SIZE));
    Attestation attestation =
        new Attestation(
            reader.lengthPrefixed("manifest.signers", MAX_SIGNERS_BYTES),
            reader.lengthPrefixed("manifest.signature", MAX_SIGNATURE_BYTES));
    long count = reader.u32("manifest.chunks");
    if (count < 1 || count > MAX_CHUNKS) {
      throw new MalformedException(
          "manifest.chunks", "must be 1 to " + MAX_CHUNKS + ", got " + count);
    }
    List<Hash32> hashes = new ArrayList<>((int) Math.min(count, reader.remaining() / Hash32.SIZE));
    for (long i = 0; i < count; i++) {
      hashes.add(reader.hash("manifest.chunk_hash"));
    }
    reader.expectEnd();
    return new SnapshotManifest(statement, attestation, hashes);
  }
}
