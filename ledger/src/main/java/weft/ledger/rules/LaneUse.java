package weft.ledger.rules;

import weft.primitives.Amount;

/// What one transaction takes of one lane.
///
/// @param bytes of payload data
/// @param payloads how many
/// @param gas declared
/// @param laneFee local base fee on the bytes, fee asset
/// @param gasFee base fee on the gas, fee asset
public record LaneUse(
    LaneTerms lane, long bytes, int payloads, long gas, Amount laneFee, Amount gasFee) {}
