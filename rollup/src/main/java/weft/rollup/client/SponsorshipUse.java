package weft.rollup.client;

import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SponsorshipTerms;

/// A sponsorship and how much of it is used, in units of the default asset.
///
/// @param usedBySender zero unless a sender was asked about
public record SponsorshipUse(
    RollupId rollup,
    Address sponsor,
    SponsorshipTerms terms,
    Amount usedTotal,
    Amount usedBySender) {}
