package weft.protocol.lane;

import java.security.MessageDigest;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.block.FixedLayout;
import weft.protocol.transaction.Payload;

/// One payload in a lane block, with what the rollup may want to know about its way there.
///
/// Its encoding (fixed prefix, then the data) is the leaf of the lane block's payload tree; see
/// docs/protocol/lanes.md.
///
/// @param transactionHash the transaction that carried it
/// @param sender the account that signed that transaction
/// @param actionIndex place of its action in the transaction
/// @param payloadIndex place of the payload in its action
/// @param bundleRoot RFC 6962 root over the bundle's entries (rollup id, then SHA-256 of the data),
///   in bundle order; zero for a payload that is not part of a bundle
/// @param payload the data and its declared gas limit
public record LaneEntry(
    Hash32 transactionHash,
    Address sender,
    int actionIndex,
    int payloadIndex,
    Hash32 bundleRoot,
    Payload payload) {

  /// Bytes before the data in the encoding: kind 1, transaction hash 32, sender 20, action index 2,
  /// payload index 4, bundle root 32, gas limit 8.
  public static final int PREFIX_SIZE = 1 + 32 + 20 + 2 + 4 + 32 + 8;

  private static final int SINGLE = 0;
  private static final int BUNDLED = 1;
  private static final byte LEAF_PREFIX = 0;

  public boolean isBundled() {
    return !bundleRoot.equals(Hash32.ZERO);
  }

  public Bytes data() {
    return payload.data();
  }

  /// The fixed prefix of docs/protocol/lanes.md, then the data.
  public Bytes encode() {
    return Bytes.concat(encodePrefix(), payload.data());
  }

  /// The leaf hash in the lane block's payload tree: `SHA-256(0x00 ‖ encoding)`.
  public Hash32 hash() {
    MessageDigest digest = Sha256.digest();
    digest.update(LEAF_PREFIX);
    encodePrefix().feed(digest::update);
    payload.data().feed(digest::update);
    return Hash32.wrap(digest.digest());
  }

  /// Reads an encoding; the data shares its array.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static LaneEntry decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    int kind = reader.u8("lane_entry.kind");
    if (kind != SINGLE && kind != BUNDLED) {
      throw new MalformedException("lane_entry.kind", "must be 0 or 1, got " + kind);
    }
    Hash32 transactionHash = reader.hash("lane_entry.transaction_hash");
    Address sender = reader.address("lane_entry.sender");
    int actionIndex = reader.u16("lane_entry.action_index");
    int payloadIndex = FixedLayout.count(reader, "lane_entry.payload_index");
    Hash32 bundleRoot = reader.hash("lane_entry.bundle_root");
    if ((kind == SINGLE) != bundleRoot.equals(Hash32.ZERO)) {
      throw new MalformedException("lane_entry.bundle_root", "does not fit kind " + kind);
    }
    long gasLimit = reader.u64("lane_entry.gas_limit");
    if (reader.remaining() == 0) {
      throw new MalformedException("lane_entry.data", "must not be empty");
    }
    Payload payload = new Payload(reader.bytes("lane_entry.data", reader.remaining()), gasLimit);
    return new LaneEntry(transactionHash, sender, actionIndex, payloadIndex, bundleRoot, payload);
  }

  private Bytes encodePrefix() {
    return new ByteWriter(PREFIX_SIZE)
        .u8(isBundled() ? BUNDLED : SINGLE)
        .hash(transactionHash)
        .address(sender)
        .u16(actionIndex)
        .u32(payloadIndex)
        .hash(bundleRoot)
        .u64(payload.gasLimit())
        .toBytes();
  }
}
