package weft.ledger.admission;

import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// What a transaction means for the sponsorship that pays for it.
///
/// @param cost what its caps are charged with at the present base fees, default asset
/// @param senderLeft what the sender may still use of it by committed state, default asset
public record SponsoredTerms(RollupId rollup, Amount cost, Amount senderLeft) {}
