package weft.protocol.transaction;

import weft.primitives.Amount;

/// How much a sponsor pays for a rollup's payloads, in units of the default asset.
public record SponsorshipTerms(Amount maxPerBlock, Amount maxPerSender, Amount maxTotal) {}
