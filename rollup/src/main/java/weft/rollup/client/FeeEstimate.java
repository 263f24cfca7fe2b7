package weft.rollup.client;

import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// What a transaction would cost in the next block, in units of the fee asset.
///
/// @param bytes what byte fees are charged for
/// @param suggestedMaxFee enough although fees may rise for some blocks
/// @param suggestedTip to get in before what waits now; zero while there is room
public record FeeEstimate(
    AssetId feeAsset,
    long bytes,
    Amount byteFee,
    Amount laneFee,
    Amount gasFee,
    Amount total,
    Amount suggestedMaxFee,
    Amount suggestedTip) {}
