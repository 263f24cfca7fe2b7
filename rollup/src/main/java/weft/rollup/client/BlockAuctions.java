package weft.rollup.client;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.BlockAnchor;
import weft.protocol.comet.CometHeader;

/// What a node says that the auctions of a block came to, unverified.
///
/// @param anchor empty where nobody vouches for the block yet, or never will
/// @param preamble encoded; it names the record's hash
/// @param preambleProof the preamble's place among the block's entries
/// @param votes a network's second entry
/// @param engineHeader what a network's block hash is the hash of, where the node knows it
/// @param record empty where the block has no bids, and pays out nothing that waited
public record BlockAuctions(
    long height,
    Hash32 blockHash,
    Optional<BlockAnchor> anchor,
    Bytes preamble,
    MerkleProof preambleProof,
    Optional<Bytes> votes,
    Optional<CometHeader> engineHeader,
    Optional<AuctionRecord> record) {}
