package weft.ledger.admission;

import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// What a transaction means for the sponsorship that pays for it; amounts in the default asset.
///
/// @param cost what its caps are charged with at the present base fees
/// @param senderLeft what the sender may still use of it by committed state
/// @param totalLeft what all senders together may still use of it by committed state
/// @param maxPerBlock what all senders together may use of it in one block
public record SponsoredTerms(
    RollupId rollup, Amount cost, Amount senderLeft, Amount totalLeft, Amount maxPerBlock) {}
