package weft.rollup.client;

import weft.primitives.Bytes;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.state.StateProof;
import weft.protocol.transaction.RollupId;

/// Where lane blocks come from, and the validators that vouch for them, unverified. One attempt per
/// call: the caller decides about retries.
public interface LaneSource extends ValidatorSource {

  /// The lane blocks from a height on, as many as the limits allow.
  ///
  /// @param maxCount most lane blocks; 0 = the node's limit
  /// @param maxBytes most bytes; 0 = the node's limit. One lane block always comes
  /// @throws NodeException if there is no answer, or none that can be read
  Checked<LaneRange> range(RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes);

  /// Lane headers from a lane height on: as many as the node sends at once.
  ///
  /// @param maxCount 0 = the node's limit
  /// @throws NodeException if there is no answer, or none that can be read
  Checked<LaneHeaders> headers(RollupId rollup, long fromLaneHeight, int maxCount);

  /// A key of the state after the node's newest block, with its proof.
  ///
  /// @throws NodeException if there is no answer, or none that can be read
  Checked<StateProof> state(Bytes key);

  /// History from a height on, then live.
  Subscription<ProvenLaneBlock> follow(RollupId rollup, long fromLaneHeight);

  /// Says that the node that was asked is away or behind, so that another is asked if there is one.
  default void switchNode() {}
}
