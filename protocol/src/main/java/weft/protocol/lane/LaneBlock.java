package weft.protocol.lane;

import java.util.List;
import weft.primitives.Bytes;

/// What one rollup gets from one block, in its encoded form: the header's fixed layout and each
/// entry as it is hashed. Not verified by itself; see [LaneVerifier].
public record LaneBlock(Bytes header, List<Bytes> entries) {
  public LaneBlock {
    entries = List.copyOf(entries);
  }
}
