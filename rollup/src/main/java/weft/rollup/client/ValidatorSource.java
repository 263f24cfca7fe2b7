package weft.rollup.client;

import java.util.List;
import weft.protocol.block.BlockAnchor;
import weft.protocol.refusal.Checked;

/// Where a network's validators are learnt from, unverified. One attempt per call: the caller
/// decides about retries.
public interface ValidatorSource {

  /// Changes of the validators from a height on, ascending, as many as come at once; none where
  /// there are none yet.
  ///
  /// @throws NodeException if there is no answer, or none that can be read
  Checked<List<ClaimedChange>> validatorChanges(long fromHeight);

  /// Who vouches for the newest block that somebody vouches for.
  ///
  /// @throws NodeException if there is no answer, or none that can be read
  Checked<BlockAnchor> newestAnchor();
}
