package weft.ledger.execution;

import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// What executing a transaction cost.
///
/// @param fee in units of the fee asset, tip included
public record TransactionOutcome(Amount fee, AssetId feeAsset) {}
