package weft.ledger.admission;

import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// What a transaction may take of one balance.
///
/// @param account whose
/// @param balance by committed state
/// @param amount the most that it may take of that balance; at most the balance, unless the maximum
///   fee alone is more
public record Spend(Address account, AssetId asset, Amount balance, Amount amount) {}
