package weft.rollup.client;

import java.util.List;
import weft.primitives.Bytes;

/// Encoded lane headers in order, as a node sent them: nothing is verified yet.
/// [weft.protocol.lane.LaneVerifier#verifyChain] shows whether they lead from a lane block on.
///
/// @param earliest the first lane height that the node still has
/// @param latest the last lane height that the node has; 0 before the first lane block
public record LaneHeaders(List<Bytes> headers, long earliest, long latest) {
  public LaneHeaders {
    headers = List.copyOf(headers);
  }
}
