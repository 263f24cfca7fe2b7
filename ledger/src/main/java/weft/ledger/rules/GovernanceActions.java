package weft.ledger.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.parameter.Parameter;
import weft.ledger.state.ApprovalRecord;
import weft.ledger.state.DueChange;
import weft.ledger.state.UpgradeRecord;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;

/// Approving changes of parameters and upgrades.
final class GovernanceActions {
  private GovernanceActions() {}

  static @Nullable Refusal approve(ActionContext context, Action.ChangeParameter action) {
    Electorate electorate = Electorate.of(context);
    Refusal refusal = electorate.checkMember(context.signer());
    if (refusal == null) {
      refusal = checkValue(context, action.name(), action.value());
    }
    if (refusal == null) {
      refusal = Announcements.checkHeight(context, action.activationHeight());
    }
    return refusal == null ? count(context, action, electorate) : refusal;
  }

  private static @Nullable Refusal count(
      ActionContext context, Action.ChangeParameter action, Electorate electorate) {
    Hash32 changeId = ApprovalRecord.idOf(action);
    Optional<ApprovalRecord> before = context.reader().approval(changeId);
    List<Address> approvals = new ArrayList<>(before.map(ApprovalRecord::keys).orElse(List.of()));
    if (approvals.contains(context.signer())
        || before.filter(ApprovalRecord::isScheduled).isPresent()) {
      return approved(context, electorate.progress(approvals));
    }
    approvals.add(context.signer());
    boolean isScheduled = electorate.isEnough(approvals);
    Refusal refusal =
        isScheduled
            ? Announcements.add(
                context,
                action.activationHeight(),
                new DueChange.SetParameter(action.name(), action.value(), changeId))
            : null;
    if (refusal == null) {
      context.state().approval(changeId, new ApprovalRecord(isScheduled, approvals));
    }
    return refusal;
  }

  /// Announces an upgrade once enough approved it; it takes the place of one that was announced
  /// before.
  static @Nullable Refusal approve(ActionContext context, Action.AnnounceUpgrade action) {
    Refusal refusal = ValidatorActions.checkNetwork(context);
    if (refusal != null) {
      return refusal;
    }
    Electorate electorate = Electorate.of(context);
    refusal = electorate.checkMember(context.signer());
    if (refusal == null) {
      refusal = Announcements.checkHeight(context, action.activationHeight());
    }
    if (refusal != null) {
      return refusal;
    }
    UpgradeRecord upgrade =
        new UpgradeRecord(action.name(), action.activationHeight(), action.hash());
    Hash32 upgradeId = ApprovalRecord.idOf(upgrade);
    List<Address> approvals =
        new ArrayList<>(
            context.reader().approval(upgradeId).map(ApprovalRecord::keys).orElse(List.of()));
    if (approvals.contains(context.signer())
        || context.reader().upgrade().filter(upgrade::equals).isPresent()) {
      return approved(context, electorate.progress(approvals));
    }
    approvals.add(context.signer());
    if (electorate.isEnough(approvals)) {
      context.state().upgrade(upgrade);
      context.state().deleteApproval(upgradeId);
    } else {
      context.state().approval(upgradeId, new ApprovalRecord(false, approvals));
    }
    return null;
  }

  private static Refusal approved(ActionContext context, String progress) {
    return Refusal.of(
        RefusalCode.ALREADY_APPROVED,
        context.field("name"),
        progress,
        "the change is scheduled, or this key approved it before");
  }

  private static @Nullable Refusal checkValue(ActionContext context, String name, String value) {
    boolean isNetwork = context.terms().chain().isNetwork();
    Optional<Parameter> parameter =
        Parameter.ofId(name).filter(one -> isNetwork || !one.isOfNetworks());
    if (parameter.isPresent()) {
      return parameter.get().accepts(value)
          ? null
          : outOfRange(context, value, parameter.get().range());
    }
    Optional<AssetId> asset = ConversionRate.assetOf(name);
    boolean isRate =
        asset.isPresent()
            && !asset.get().equals(context.defaultAsset())
            && !context.reader().supply(asset.get()).isZero();
    if (!isRate) {
      return Refusal.of(
          RefusalCode.PARAMETER_UNKNOWN,
          context.field("name"),
          "",
          "there is no parameter of this name");
    }
    boolean isAccepted =
        value.equals(ConversionRate.NONE) || ConversionRate.parse(value).isPresent();
    return isAccepted
        ? null
        : outOfRange(context, value, "n/d with 1 <= n, d <= " + ConversionRate.MAX + ", or none");
  }

  private static Refusal outOfRange(ActionContext context, String value, String range) {
    return Refusal.of(
        RefusalCode.PARAMETER_OUT_OF_RANGE,
        context.field("value"),
        range,
        "the value has " + value.length() + " characters and is not in the parameter's range");
  }
}
