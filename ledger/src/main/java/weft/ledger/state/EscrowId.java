package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Which escrow: of which block, and of the package of which winning bid.
public record EscrowId(long height, Hash32 bid) {

  /// The layout of a list of those.
  static Bytes encode(List<EscrowId> ids) {
    ByteWriter out = new ByteWriter().u16(ids.size());
    ids.forEach(id -> out.u64(id.height()).hash(id.bid()));
    return out.toBytes();
  }

  static List<EscrowId> decode(Bytes encoded) {
    ByteReader in = new ByteReader(encoded);
    List<EscrowId> ids = new ArrayList<>();
    for (int left = in.u16("count"); left > 0; left--) {
      ids.add(new EscrowId(in.u64("height"), in.hash("bid")));
    }
    in.expectEnd();
    return List.copyOf(ids);
  }
}
