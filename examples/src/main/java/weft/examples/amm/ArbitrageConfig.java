package weft.examples.amm;

import weft.primitives.PrivateKey;
import weft.rollup.client.WalletConfig;

/// An arbitrage bot.
///
/// @param payer pays Weft's fees
/// @param trader the account on both rollups; holds both tokens and the fee token there
/// @param minProfit least expected profit of a bundle, in units of token y of the first pool
/// @param pauseMs between two looks at the prices
/// @param settleBlocks for how many blocks a bundle is valid: later, prices have moved on
public record ArbitrageConfig(
    PrivateKey payer,
    PrivateKey trader,
    long minProfit,
    long pauseMs,
    int settleBlocks,
    WalletConfig wallet) {}
