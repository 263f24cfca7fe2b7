package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.transaction.Action;

/// Which governance keys, or operators, approved a change, in the order of their approvals. A
/// change is its name, value and height, an upgrade its name, height and hash: approvals of
/// anything else are approvals of another one.
///
/// @param isScheduled whether enough did, so that the change will happen
public record ApprovalRecord(boolean isScheduled, List<Address> keys) {
  /// Keeps the ids of upgrades apart from those of parameter changes, which begin with the two
  /// bytes of a name's length: no name has 30,565 characters, as `we` would say.
  private static final Bytes UPGRADE_DOMAIN = Bytes.utf8("weft/upgrade/v1");

  public ApprovalRecord {
    keys = List.copyOf(keys);
  }

  /// By what the approvals of a parameter change are found.
  public static Hash32 idOf(Action.ChangeParameter change) {
    return Sha256.hash(
        new ByteWriter()
            .text(change.name())
            .text(change.value())
            .u64(change.activationHeight())
            .toBytes());
  }

  /// By what the approvals of an upgrade are found.
  public static Hash32 idOf(UpgradeRecord upgrade) {
    return Sha256.hash(UPGRADE_DOMAIN, upgrade.encode());
  }

  public Bytes encode() {
    ByteWriter writer = new ByteWriter().u8(isScheduled ? 1 : 0).u16(keys.size());
    keys.forEach(writer::address);
    return writer.toBytes();
  }

  public static ApprovalRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    boolean isScheduled = reader.u8("isScheduled") == 1;
    int count = reader.u16("count");
    List<Address> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(reader.address("key"));
    }
    reader.expectEnd();
    return new ApprovalRecord(isScheduled, keys);
  }
}
