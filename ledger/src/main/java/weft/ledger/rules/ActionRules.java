package weft.ledger.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.TransactionBody;

/// Runs the actions of a transaction, in order, up to the first refusal.
final class ActionRules {
  private ActionRules() {}

  static @Nullable Refusal runAll(StateWriter state, BlockTerms terms, TransactionBody body) {
    List<Action> actions = body.actions();
    for (int i = 0; i < actions.size(); i++) {
      Refusal refusal = run(new ActionContext(state, terms, body.account(), i, actions.get(i)));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal run(ActionContext context) {
    return switch (context.action()) {
      // Planned and paid already: payloads change nothing that the ledger knows.
      case Action.Submit _, Action.Bundle _ -> null;
      case Action.Transfer transfer -> transfer(context, transfer);
      case Action.Claim claim -> claim(context, claim.asset());
      case Action.RegisterRollup register -> RegistryActions.register(context, register);
      case Action.ChangeRollup change -> RegistryActions.change(context, change);
      case Action.CloseRollup close -> RegistryActions.close(context, close);
      case Action.SetSponsorship set -> SponsorshipActions.set(context, set);
      case Action.CloseSponsorship close -> SponsorshipActions.close(context, close);
      case Action.ChangeParameter change -> GovernanceActions.approve(context, change);
      case Action.JoinValidators join -> ValidatorActions.join(context, join);
      case Action.AddBond add -> ValidatorActions.addBond(context, add.amount());
      case Action.LeaveValidators _ -> ValidatorActions.leave(context);
      case Action.Unjail _ -> ValidatorActions.unjail(context);
      case Action.AnnounceUpgrade upgrade -> GovernanceActions.approve(context, upgrade);
      case Action.BondBids bond -> BidBondActions.bond(context, bond);
      case Action.UnbondBids unbond -> BidBondActions.unbond(context, unbond);
      case Action.ReportSignals report -> EscrowActions.report(context, report);
      case Action.RegisterModule register -> ModuleActions.register(context, register);
      case Action.SealBid seal -> SealActions.seal(context, seal);
      // Paid from a bond before the block's other transactions, and what a block's auctions say.
      case Action.Bid _, Action.OnlyInPackage _, Action.RefundTerms _ -> null;
    };
  }

  private static @Nullable Refusal transfer(ActionContext context, Action.Transfer transfer) {
    Address to = transfer.to();
    if (to.equals(context.signer())) {
      return Refusal.of(
          RefusalCode.INVALID_FIELD,
          context.field("to"),
          "another account",
          "a transfer to oneself does nothing");
    }
    Refusal refusal =
        new Charge(context.signer(), transfer.asset(), transfer.amount(), context.field("amount"))
            .takeFrom(context.state());
    if (refusal == null) {
      Amount before = context.reader().balance(to, transfer.asset());
      context.state().balance(to, transfer.asset(), before.plus(transfer.amount()));
    }
    return refusal;
  }

  private static @Nullable Refusal claim(ActionContext context, AssetId asset) {
    Address account = context.signer();
    Amount claimable = context.reader().claimable(account, asset);
    if (claimable.isZero()) {
      return Refusal.of(
          RefusalCode.NOTHING_TO_CLAIM,
          context.field("asset"),
          "",
          account + " has nothing to claim in " + asset);
    }
    context.state().claimable(account, asset, Amount.ZERO);
    Amount before = context.reader().balance(account, asset);
    context.state().balance(account, asset, before.plus(claimable));
    return null;
  }
}
