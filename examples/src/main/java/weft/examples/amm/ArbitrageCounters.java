package weft.examples.amm;

/// What an arbitrage bot has done so far.
///
/// @param bundles bundles that became soft
/// @param bothLegs bundles whose swaps both took effect
/// @param oneLeg bundles of which one swap failed by slippage
/// @param profitY what it gained in token y, over both rollups, by executed swaps
/// @param deltaX change of its holdings of token x
public record ArbitrageCounters(
    BotCounters transactions,
    long bundles,
    long bothLegs,
    long oneLeg,
    long profitY,
    long deltaX) {}
