package weft.chain.block;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import weft.chain.store.IncludedTransaction;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.state.StateChanges;
import weft.ledger.validator.ValidatorUpdate;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.Preamble;

/// A candidate and everything that follows from it, not committed.
///
/// @param timeMs the time of the block's lanes
/// @param dataHash RFC 6962 root over SHA-256 of each entry
/// @param preambleProof that the preamble is entry 0 under the data hash
/// @param auctions empty where the block has no bids, and pays out nothing that waited
/// @param appHash state root after the block
/// @param validatorUpdates how the set of two heights on differs from the one before it
public record ExecutedBlock(
    BlockCandidate candidate,
    long timeMs,
    Hash32 dataHash,
    MerkleProof preambleProof,
    Preamble preamble,
    List<IncludedTransaction> transactions,
    List<LaneBlockRecord> lanes,
    Optional<AuctionRecord> auctions,
    StateChanges stateChanges,
    SortedMap<Bytes, Optional<Bytes>> treeChanges,
    Hash32 appHash,
    List<ValidatorUpdate> validatorUpdates) {}
