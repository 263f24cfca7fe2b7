package weft.ledger.rules;

import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.state.BidBond;
import weft.ledger.state.DueChange;
import weft.ledger.state.SealRecord;
import weft.primitives.Address;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;

/// Committing to bids that are shown later.
final class SealActions {
  private SealActions() {}

  static @Nullable Refusal seal(ActionContext context, Action.SealBid action) {
    Address bidder = context.signer();
    AssetId asset = action.asset();
    BidBond bond = context.reader().bidBond(bidder, asset);
    if (bond.free().isLessThan(action.deposit())) {
      return Refusal.of(
          RefusalCode.BID_BOND_TOO_LOW,
          context.field("deposit"),
          bond.free() + " " + asset,
          bidder + " has bonded " + bond.free() + " " + asset + " that is not held otherwise");
    }
    MarketParameters parameters = MarketParameters.read(context.reader());
    if (bond.seals() >= parameters.maxBidsPerBidder()) {
      return Refusal.of(
          RefusalCode.TOO_MANY_SEALS,
          context.field("asset"),
          parameters.maxBidsPerBidder() + " seals in an asset",
          bidder + " has " + bond.seals() + " open seals in " + asset);
    }
    if (context.reader().seal(bidder, action.commitment()).isPresent()) {
      return Refusal.of(
          RefusalCode.SEAL_OPEN,
          context.field("commitment"),
          "",
          "a seal of " + bidder + " with this commitment is open");
    }
    long lastHeight = context.height() + parameters.revealBlocks();
    Refusal refusal =
        Announcements.add(
            context,
            context.path(),
            lastHeight + 1,
            new DueChange.ForfeitSeal(bidder, action.commitment()));
    if (refusal != null) {
      // Unlike other announcements this one asks for no height, so the next block will do.
      return Refusal.of(
          RefusalCode.BLOCK_FULL,
          context.path(),
          DueChange.MAX_SEALS_PER_HEIGHT + " seals",
          "as many seals run out at height " + (lastHeight + 1) + " as may");
    }
    context.state().bidBond(bidder, asset, bond.sealing(action.deposit()));
    context
        .state()
        .seal(
            bidder,
            action.commitment(),
            new SealRecord(asset, action.deposit(), context.height(), lastHeight));
    return null;
  }
}
