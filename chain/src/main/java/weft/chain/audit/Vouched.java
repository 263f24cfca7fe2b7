package weft.chain.audit;

import java.util.Optional;
import weft.primitives.Hash32;

/// What those whom an auditor believes say about a block.
///
/// @param laneCount number of lane headers under the lanes root
/// @param dataHash root over the block's entries, where it is known: a network's validators attest
///   the hash of CometBFT's header only, in which it stands
public record Vouched(Hash32 lanesRoot, int laneCount, Optional<Hash32> dataHash) {}
