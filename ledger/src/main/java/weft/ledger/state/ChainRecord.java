package weft.ledger.state;

import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;

/// What never changes after genesis.
///
/// @param validatorsPool who claims the validators' share of fees; the zero address on a network,
///   whose validators divide it
public record ChainRecord(
    long chainId, Hash32 genesisHash, AssetId defaultAsset, Address validatorsPool) {
  /// Whether several validators run the chain, and not one.
  public boolean isNetwork() {
    return validatorsPool.equals(Address.ZERO);
  }

  public Bytes encode() {
    return new ByteWriter()
        .u64(chainId)
        .hash(genesisHash)
        .text(defaultAsset.name())
        .address(validatorsPool)
        .toBytes();
  }

  public static ChainRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    ChainRecord record =
        new ChainRecord(
            reader.u64("chainId"),
            reader.hash("genesisHash"),
            new AssetId(reader.text("defaultAsset", AssetId.MAX_NAME_LENGTH)),
            reader.address("validatorsPool"));
    reader.expectEnd();
    return record;
  }
}
