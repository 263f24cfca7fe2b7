package weft.protocol.light;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// A statement, and the signatures under it.
public record AttestedStatement(BlockStatement statement, Attestation attestation) {
  private static final int MAX_ATTESTATION = 512;

  /// The statement, then the attestation after its length (u32).
  public Bytes encode() {
    return new ByteWriter()
        .bytes(statement.encode())
        .lengthPrefixed(attestation.encode())
        .toBytes();
  }

  static AttestedStatement read(ByteReader reader) {
    return new AttestedStatement(
        BlockStatement.decode(reader.bytes("attested.statement", BlockStatement.SIZE)),
        Attestation.decode(reader.lengthPrefixed("attested.attestation", MAX_ATTESTATION)));
  }
}
