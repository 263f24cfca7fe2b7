package weft.node.api.answer;

import weft.ledger.fee.FeeQuote;
import weft.primitives.Amount;

/// What a transaction would cost in the next block, and what to offer for it.
///
/// @param bytes the size of the envelope that byte fees are charged for
/// @param suggestedMaxFee enough although fees may rise for some blocks, suggested tip included
/// @param suggestedTip paid to get in before what waits now; 0 while there is room
public record FeeEstimate(FeeQuote quote, int bytes, Amount suggestedMaxFee, Amount suggestedTip) {}
