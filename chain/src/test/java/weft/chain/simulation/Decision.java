package weft.chain.simulation;

import java.util.SortedMap;
import java.util.SortedSet;
import weft.chain.block.BlockCandidate;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.validator.ValidatorSet;

/// A block that more than two thirds of power voted for, and who voted what.
///
/// @param extensions of those who voted for it, each of a length that is taken
/// @param nil who voted for no block
record Decision(
    BlockCandidate block,
    Hash32 blockHash,
    int round,
    ValidatorSet set,
    SortedMap<Address, Bytes> extensions,
    SortedSet<Address> nil) {
  long height() {
    return block.height();
  }
}
