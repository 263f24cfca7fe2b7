package weft.ledger.rules;

import org.jspecify.annotations.Nullable;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.AssetId;

/// An amount to be taken from a balance.
///
/// @param field what asks for it, named where the balance is too small
record Charge(Address account, AssetId asset, Amount amount, String field) {

  @Nullable Refusal takeFrom(StateWriter state) {
    Amount balance = state.reader().balance(account, asset);
    if (balance.isLessThan(amount)) {
      return Refusal.of(
          RefusalCode.INSUFFICIENT_FUNDS,
          field,
          balance + " " + asset,
          account + " has " + balance + " " + asset + " and needs " + amount);
    }
    state.balance(account, asset, balance.minus(amount));
    return null;
  }
}
