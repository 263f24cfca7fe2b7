package weft.ledger.rules;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.DueChange;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupRecord.AnnouncedChange;
import weft.ledger.state.RollupStatus;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;

/// Registering, changing and closing rollups. A name is never used again.
final class RegistryActions {
  private RegistryActions() {}

  static @Nullable Refusal register(ActionContext context, Action.RegisterRollup action) {
    RollupId rollup = action.rollup();
    if (context.reader().rollup(rollup).isPresent()) {
      return Refusal.of(
          RefusalCode.NAME_TAKEN,
          context.field("name"),
          "",
          "a rollup named " + rollup + " exists or existed");
    }
    Refusal refusal = TermsRules.check(context, action.terms());
    if (refusal != null) {
      return refusal;
    }
    Amount bond = context.terms().parameters().rollupBond();
    refusal =
        new Charge(context.signer(), context.defaultAsset(), bond, context.field("name"))
            .takeFrom(context.state());
    if (refusal == null) {
      context
          .state()
          .rollup(
              new RollupRecord(
                  rollup,
                  context.signer(),
                  action.terms(),
                  RollupStatus.ACTIVE,
                  bond,
                  context.height(),
                  0,
                  Optional.empty()));
    }
    return refusal;
  }

  static @Nullable Refusal change(ActionContext context, Action.ChangeRollup action) {
    return switch (changeable(context, action.rollup(), action.activationHeight())) {
      case Checked.Refused<RollupRecord>(Refusal refusal) -> refusal;
      case Checked.Ok<RollupRecord>(RollupRecord record) -> announce(context, record, action);
    };
  }

  private static @Nullable Refusal announce(
      ActionContext context, RollupRecord record, Action.ChangeRollup action) {
    Refusal refusal = TermsRules.check(context, action.terms());
    if (refusal == null) {
      refusal =
          Announcements.add(
              context, action.activationHeight(), new DueChange.ActivateTerms(action.rollup()));
    }
    if (refusal == null) {
      AnnouncedChange change = new AnnouncedChange(action.terms(), action.newOwner());
      context.state().rollup(record.announcing(change, action.activationHeight()));
    }
    return refusal;
  }

  static @Nullable Refusal close(ActionContext context, Action.CloseRollup action) {
    return switch (changeable(context, action.rollup(), action.activationHeight())) {
      case Checked.Refused<RollupRecord>(Refusal refusal) -> refusal;
      case Checked.Ok<RollupRecord>(RollupRecord record) ->
          announceClosing(context, record, action.activationHeight());
    };
  }

  /// Both heights are booked now, so that the bond's return can never find its list full.
  private static @Nullable Refusal announceClosing(
      ActionContext context, RollupRecord record, long height) {
    RollupId rollup = record.rollup();
    long bondHeight = height + context.terms().parameters().unbondingBlocks();
    Refusal refusal = Announcements.add(context, height, new DueChange.Close(rollup));
    if (refusal == null) {
      refusal = Announcements.add(context, bondHeight, new DueChange.ReturnBond(rollup));
    }
    if (refusal == null) {
      context.state().rollup(record.announcingClosing(height));
    }
    return refusal;
  }

  private static Checked<RollupRecord> changeable(
      ActionContext context, RollupId rollup, long activationHeight) {
    Optional<RollupRecord> found = context.reader().rollup(rollup);
    if (found.isEmpty()) {
      return Checked.refused(LaneUses.notFound(context.field("rollup"), rollup));
    }
    RollupRecord record = found.get();
    Refusal refusal = checkChangeable(context, record);
    if (refusal == null) {
      refusal = Announcements.checkHeight(context, activationHeight);
    }
    return refusal == null ? Checked.ok(record) : Checked.refused(refusal);
  }

  private static @Nullable Refusal checkChangeable(ActionContext context, RollupRecord record) {
    if (!record.owner().equals(context.signer())) {
      return Refusal.of(
          RefusalCode.NOT_OWNER,
          "body.account",
          record.owner().toString(),
          "the owner of " + record.rollup() + " is " + record.owner());
    }
    if (record.status() == RollupStatus.CLOSED) {
      return Refusal.of(
          RefusalCode.ROLLUP_CLOSED,
          context.field("rollup"),
          "",
          "the rollup " + record.rollup() + " is closed for good");
    }
    return record.announcedHeight() == 0
        ? null
        : Refusal.of(
            RefusalCode.CHANGE_PENDING,
            context.field("rollup"),
            "1 announced change",
            "a change of "
                + record.rollup()
                + " is announced for height "
                + record.announcedHeight());
  }
}
