package weft.protocol.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One readable line per action, the same in typed data and in the readable text.
///
/// A line shows what the action does to money, names and lanes; contents of payloads and lists of
/// submitters are counted only, and bound by the body hash that is signed beside the lines.
public final class ActionSummary {
  /// Rollups that a bundle's line names; the rest is summed up.
  static final int MAX_ROLLUPS_SHOWN = 8;

  private ActionSummary() {}

  /// The lines of all actions, in order.
  public static List<String> of(List<Action> actions) {
    List<String> lines = new ArrayList<>(actions.size());
    for (Action action : actions) {
      lines.add(of(action));
    }
    return lines;
  }

  /// The line of one action.
  public static String of(Action action) {
    return switch (action) {
      case Action.Submit submit -> submit(submit);
      case Action.Bundle bundle -> bundle(bundle);
      case Action.Transfer transfer ->
          "transfer " + transfer.amount() + " " + transfer.asset() + " to " + transfer.to();
      case Action.RegisterRollup register ->
          "register " + register.rollup() + " with " + terms(register.terms());
      case Action.ChangeRollup change -> change(change);
      case Action.CloseRollup close ->
          "close " + close.rollup() + " from height " + close.activationHeight();
      case Action.SetSponsorship set -> sponsorship(set);
      case Action.CloseSponsorship close -> "stop sponsoring " + close.rollup();
      case Action.Claim claim -> "claim " + claim.asset();
      case Action.ChangeParameter change ->
          "approve parameter "
              + change.name()
              + " = \""
              + change.value()
              + "\" from height "
              + change.activationHeight();
      case Action.JoinValidators join ->
          "join the validators with a bond of "
              + join.bond()
              + ", consensus key "
              + join.consensusKey()
              + ", BLS key "
              + join.blsKey();
      case Action.AddBond add -> "add " + add.amount() + " to the bond of the validator";
      case Action.LeaveValidators _ -> "leave the validators for good";
      case Action.Unjail _ -> "take the validator out of jail";
      case Action.BondBids bond -> "bond " + bond.amount() + " " + bond.asset() + " for bids";
      case Action.UnbondBids unbond ->
          "take " + unbond.amount() + " " + unbond.asset() + " out of the bond for bids";
      case Action.SealBid seal ->
          "seal a bid with a deposit of "
              + seal.deposit()
              + " "
              + seal.asset()
              + ", commitment "
              + seal.commitment();
      case Action.Bid bid -> MarketSummary.of(bid);
      case Action.OnlyInPackage _ -> "only with a winning bid that names it";
      case Action.RefundTerms terms ->
          "refund " + terms.percent() + " % of what bids on it bring to " + terms.recipient();
      case Action.ReportSignals report -> MarketSummary.of(report);
      case Action.RegisterModule register ->
          "register module " + register.id() + " of " + counted(register.code().size(), "byte");
      case Action.AnnounceUpgrade upgrade ->
          "approve upgrade "
              + upgrade.name()
              + " to "
              + upgrade.hash()
              + " from height "
              + upgrade.activationHeight();
    };
  }

  private static String submit(Action.Submit submit) {
    Load load = new Load();
    submit.payloads().forEach(load::add);
    return "submit " + load + " to " + submit.rollup();
  }

  private static String bundle(Action.Bundle bundle) {
    Map<RollupId, Load> loads = new LinkedHashMap<>();
    Load others = new Load();
    for (Action.BundleEntry entry : bundle.entries()) {
      Load load = loads.get(entry.rollup());
      if (load == null && loads.size() < MAX_ROLLUPS_SHOWN) {
        load = new Load();
        loads.put(entry.rollup(), load);
      }
      (load == null ? others : load).add(entry.payload());
    }
    List<String> parts = new ArrayList<>();
    loads.forEach((rollup, load) -> parts.add(load + " to " + rollup));
    if (others.count > 0) {
      parts.add(others + " to others");
    }
    return "bundle " + String.join(", ", parts);
  }

  private static String change(Action.ChangeRollup change) {
    return "change "
        + change.rollup()
        + " from height "
        + change.activationHeight()
        + change.newOwner().map(owner -> " to owner " + owner + " and").orElse("")
        + " to "
        + terms(change.terms());
  }

  private static String sponsorship(Action.SetSponsorship set) {
    SponsorshipTerms terms = set.terms();
    return "sponsor "
        + set.rollup()
        + " with at most "
        + terms.maxPerBlock()
        + " per block, "
        + terms.maxPerSender()
        + " per sender, "
        + terms.maxTotal()
        + " in total";
  }

  private static String terms(RollupTerms terms) {
    String assets =
        terms.acceptedFeeAssets().isEmpty()
            ? "any"
            : terms.acceptedFeeAssets().stream()
                .map(AssetId::name)
                .collect(Collectors.joining(" "));
    return "payee "
        + terms.payee()
        + ", policy "
        + terms.policy().id()
        + ", fee assets "
        + assets
        + ", at most "
        + terms.maxBytesPerBlock()
        + " bytes per block, "
        + terms.gas().map(ActionSummary::gas).orElse("no gas")
        + ", "
        + (terms.submitters().isEmpty()
            ? "open to everybody"
            : "open to " + counted(terms.submitters().size(), "submitter"))
        + terms.market().map(MarketSummary::of).orElse("")
        + ", metadata "
        + (terms.metadataUrl().isEmpty() ? "none" : terms.metadataUrl());
  }

  private static String gas(GasTerms gas) {
    return "gas target "
        + gas.targetPerBlock()
        + " cap "
        + gas.capPerBlock()
        + " from "
        + gas.minBaseFeePerGas()
        + " per gas";
  }

  static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /// Some payloads, counted.
  private static final class Load {
    private int count;
    private long bytes;
    private long gas;

    void add(Payload payload) {
      count++;
      bytes += payload.data().size();
      long sum = gas + payload.gasLimit();
      gas = sum < 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public String toString() {
      return counted(count, "payload") + " (" + counted(bytes, "byte") + ", gas " + gas + ")";
    }
  }
}
