package weft.ledger.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.parameter.Parameter;
import weft.ledger.state.ApprovalRecord;
import weft.ledger.state.DueChange;
import weft.ledger.state.GovernanceRecord;
import weft.primitives.Address;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;

/// Approving parameter changes. A change is its name, value and height: approvals of anything else
/// are approvals of another change.
final class GovernanceActions {
  private GovernanceActions() {}

  static @Nullable Refusal approve(ActionContext context, Action.ChangeParameter action) {
    GovernanceRecord governance = context.reader().governance();
    if (!governance.keys().contains(context.signer())) {
      return Refusal.of(
          RefusalCode.NOT_GOVERNANCE,
          "body.account",
          governance.keys().size() + " governance keys",
          context.signer() + " is no governance key");
    }
    Refusal refusal = checkValue(context, action.name(), action.value());
    if (refusal == null) {
      refusal = Announcements.checkHeight(context, action.activationHeight());
    }
    return refusal == null ? count(context, action, governance.threshold()) : refusal;
  }

  private static @Nullable Refusal count(
      ActionContext context, Action.ChangeParameter action, int threshold) {
    Hash32 changeId = changeId(action);
    Optional<ApprovalRecord> before = context.reader().approval(changeId);
    List<Address> keys = new ArrayList<>(before.map(ApprovalRecord::keys).orElse(List.of()));
    if (keys.contains(context.signer()) || before.filter(ApprovalRecord::isScheduled).isPresent()) {
      return Refusal.of(
          RefusalCode.ALREADY_APPROVED,
          context.field("name"),
          keys.size() + " of " + threshold + " approvals",
          "the change is scheduled, or this key approved it before");
    }
    keys.add(context.signer());
    boolean isScheduled = keys.size() >= threshold;
    Refusal refusal =
        isScheduled
            ? Announcements.add(
                context,
                action.activationHeight(),
                new DueChange.SetParameter(action.name(), action.value(), changeId))
            : null;
    if (refusal == null) {
      context.state().approval(changeId, new ApprovalRecord(isScheduled, keys));
    }
    return refusal;
  }

  private static @Nullable Refusal checkValue(ActionContext context, String name, String value) {
    Optional<Parameter> parameter = Parameter.ofId(name);
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

  private static Hash32 changeId(Action.ChangeParameter action) {
    return Sha256.hash(
        new ByteWriter()
            .text(action.name())
            .text(action.value())
            .u64(action.activationHeight())
            .toBytes());
  }
}
