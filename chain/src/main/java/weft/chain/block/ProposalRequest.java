package weft.chain.block;

import weft.primitives.Address;

/// An engine's wish for a block.
///
/// @param maxBytes cap on all entries together, preamble included; the chain's own cap applies too
/// @param candidates what may go in, best first; read until the block is full or it ends
public record ProposalRequest(
    long height, long timeMs, Address proposer, long maxBytes, Candidates candidates) {}
