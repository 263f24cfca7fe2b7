package weft.ledger.rules;

import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;

/// What an action works on.
///
/// @param index place of the action in its transaction
record ActionContext(
    StateWriter state, BlockTerms terms, Address signer, int index, Action action) {

  StateReader reader() {
    return state.reader();
  }

  long height() {
    return terms.height();
  }

  AssetId defaultAsset() {
    return terms.chain().defaultAsset();
  }

  /// The path of one of the action's fields, as the codec names it too.
  String field(String name) {
    return path() + "." + name;
  }

  /// The path of the action.
  String path() {
    String kind =
        switch (action) {
          case Action.Submit _ -> "submit";
          case Action.Bundle _ -> "bundle";
          case Action.Transfer _ -> "transfer";
          case Action.RegisterRollup _ -> "register_rollup";
          case Action.ChangeRollup _ -> "change_rollup";
          case Action.CloseRollup _ -> "close_rollup";
          case Action.SetSponsorship _ -> "set_sponsorship";
          case Action.CloseSponsorship _ -> "close_sponsorship";
          case Action.Claim _ -> "claim";
          case Action.ChangeParameter _ -> "change_parameter";
          case Action.JoinValidators _ -> "join_validators";
          case Action.AddBond _ -> "add_bond";
          case Action.LeaveValidators _ -> "leave_validators";
          case Action.Unjail _ -> "unjail";
          case Action.AnnounceUpgrade _ -> "announce_upgrade";
          case Action.BondBids _ -> "bond_bids";
          case Action.UnbondBids _ -> "unbond_bids";
          case Action.SealBid _ -> "seal_bid";
          case Action.Bid _ -> "bid";
          case Action.OnlyInPackage _ -> "only_in_package";
          case Action.RefundTerms _ -> "refund_terms";
          case Action.ReportSignals _ -> "report_signals";
          case Action.RegisterModule _ -> "register_module";
        };
    return "body.actions[" + index + "]." + kind;
  }
}
