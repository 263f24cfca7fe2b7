package weft.ledger.rules;

import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.BidBond;
import weft.ledger.state.DueChange;
import weft.primitives.Address;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;

/// Locking what bids are paid from, and taking it out again.
final class BidBondActions {
  private BidBondActions() {}

  static @Nullable Refusal bond(ActionContext context, Action.BondBids action) {
    Address bidder = context.signer();
    Refusal refusal =
        new Charge(bidder, action.asset(), action.amount(), context.field("amount"))
            .takeFrom(context.state());
    if (refusal == null) {
      BidBond before = context.reader().bidBond(bidder, action.asset());
      context.state().bidBond(bidder, action.asset(), before.plus(action.amount()));
    }
    return refusal;
  }

  static @Nullable Refusal unbond(ActionContext context, Action.UnbondBids action) {
    Address bidder = context.signer();
    AssetId asset = action.asset();
    BidBond bond = context.reader().bidBond(bidder, asset);
    if (bond.free().isLessThan(action.amount())) {
      return Refusal.of(
          RefusalCode.BID_BOND_TOO_LOW,
          context.field("amount"),
          bond.free() + " " + asset,
          bidder + " has bonded " + bond.free() + " " + asset + " that is not on its way back");
    }
    long height = context.height() + MarketParameters.read(context.reader()).unbondingBlocks();
    Refusal refusal =
        Announcements.add(
            context,
            context.path(),
            height,
            new DueChange.ReturnBidBond(bidder, asset, action.amount()));
    if (refusal == null) {
      context.state().bidBond(bidder, asset, bond.leaving(action.amount()));
    }
    return refusal;
  }
}
