package weft.storage;

import java.util.Optional;
import weft.chain.store.BlockSeal;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// Layout of a block's header and of who vouches for it. A network's block begins with a version of
/// its own, so that the record of a solo chain's block stays as it is.
final class SealRecords {
  private static final int NETWORK_VERSION = 3;
  private static final int MAX_FIXED_LAYOUT_BYTES = 4096;

  private SealRecords() {}

  record Sealed(BlockHeader header, BlockSeal seal) {}

  static Bytes seal(BlockHeader header, BlockSeal seal) {
    return switch (seal) {
      case BlockSeal.Solo(SignedAnchor anchor) -> solo(anchor);
      case BlockSeal.Network network -> network(header, network);
    };
  }

  private static Bytes solo(SignedAnchor anchor) {
    ByteWriter writer = new ByteWriter(512 + ProofRecords.size(anchor.preambleProof()));
    writer.u8(RecordReader.VERSION);
    writer.lengthPrefixed(anchor.header()).lengthPrefixed(anchor.preamble());
    ProofRecords.write(writer, anchor.preambleProof());
    writer.hash(anchor.commit().appHash()).bytes(anchor.commit().signature().bytes());
    return writer.toBytes();
  }

  private static Bytes network(BlockHeader header, BlockSeal.Network seal) {
    ByteWriter writer = new ByteWriter(640).u8(NETWORK_VERSION).bytes(header.encode());
    write(writer, seal);
    return writer.toBytes();
  }

  private static void write(ByteWriter writer, BlockSeal.Network seal) {
    writer.bytes(seal.statement().encode()).hash(seal.validatorsHash());
    seal.attestation()
        .ifPresentOrElse(
            known -> writer.u8(1).lengthPrefixed(known.signers()).lengthPrefixed(known.signature()),
            () -> writer.u8(0));
  }

  /// The seal of a block that is not in the store.
  static Bytes synced(BlockSeal.Network seal) {
    ByteWriter writer = new ByteWriter(512).u8(NETWORK_VERSION);
    write(writer, seal);
    return writer.toBytes();
  }

  static BlockSeal.Network readSynced(Bytes record) {
    return RecordReader.read("synced seal", record, NETWORK_VERSION, SealRecords::readSeal);
  }

  static Sealed read(Bytes record) {
    boolean isOfNetwork = !record.isEmpty() && record.get(0) == NETWORK_VERSION;
    return isOfNetwork
        ? RecordReader.read("block seal", record, NETWORK_VERSION, SealRecords::readNetwork)
        : RecordReader.read("block anchor", record, RecordReader.VERSION, SealRecords::readSolo);
  }

  private static Sealed readSolo(ByteReader reader) {
    SignedAnchor anchor =
        new SignedAnchor(
            reader.lengthPrefixed("header", MAX_FIXED_LAYOUT_BYTES),
            reader.lengthPrefixed("preamble", MAX_FIXED_LAYOUT_BYTES),
            ProofRecords.read(reader),
            new Commit(reader.hash("app_hash"), ProofRecords.readSignature(reader)));
    return new Sealed(BlockHeader.decode(anchor.header()), new BlockSeal.Solo(anchor));
  }

  private static Sealed readNetwork(ByteReader reader) {
    BlockHeader header = BlockHeader.decode(reader.bytes("header", BlockHeader.SIZE));
    return new Sealed(header, readSeal(reader));
  }

  private static BlockSeal.Network readSeal(ByteReader reader) {
    BlockStatement statement =
        BlockStatement.decode(reader.bytes("statement", BlockStatement.SIZE));
    return new BlockSeal.Network(
        statement, reader.hash("validators_hash"), readAttestation(reader));
  }

  private static Optional<Attestation> readAttestation(ByteReader reader) {
    return reader.u8("is_attested") == 0
        ? Optional.empty()
        : Optional.of(
            new Attestation(
                reader.lengthPrefixed("signers", MAX_FIXED_LAYOUT_BYTES),
                reader.lengthPrefixed("signature", MAX_FIXED_LAYOUT_BYTES)));
  }
}
