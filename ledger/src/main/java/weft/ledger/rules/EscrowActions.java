package weft.ledger.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.EscrowId;
import weft.ledger.state.EscrowRecord;
import weft.ledger.state.RollupRecord;
import weft.primitives.Address;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;

/// What reporters say of blocks whose revenue waits for it. What follows from it is paid after the
/// whole transaction, see `weft.ledger.market.Escrows`.
final class EscrowActions {
  private EscrowActions() {}

  static @Nullable Refusal report(ActionContext context, Action.ReportSignals action) {
    RollupId rollup = action.rollup();
    Optional<RollupRecord> record = context.reader().rollup(rollup);
    if (record.isEmpty()) {
      return LaneUses.notFound(context.field("rollup"), rollup);
    }
    Optional<EscrowId> id = context.reader().escrowOf(rollup, action.height());
    if (id.isEmpty()) {
      return Refusal.of(
          RefusalCode.NOTHING_DEFERRED,
          context.field("height"),
          "",
          "nothing of what the head of "
              + rollup
              + " brought at height "
              + action.height()
              + " waits for a report");
    }
    Optional<Reporters> reporters = record.get().terms().market().flatMap(MarketTerms::reporters);
    List<Address> addresses = reporters.map(Reporters::addresses).orElse(List.of());
    if (reporters.isEmpty() || !addresses.contains(context.signer())) {
      return Refusal.of(
          RefusalCode.NOT_REPORTER,
          "body.account",
          addresses.stream().map(Address::toString).collect(Collectors.joining(" ")),
          context.signer() + " is no reporter of " + rollup);
    }
    return report(context, action, id.get(), reporters.get());
  }

  private static @Nullable Refusal report(
      ActionContext context, Action.ReportSignals action, EscrowId id, Reporters reporters) {
    EscrowRecord escrow =
        context
            .reader()
            .escrow(id)
            .orElseThrow(() -> new IllegalStateException("the escrow is gone: " + id));
    EscrowRecord.Share share = escrow.share(action.rollup());
    if (share.isReportedBy(context.signer())) {
      return Refusal.of(
          RefusalCode.ALREADY_REPORTED,
          context.path(),
          "1 report",
          share.signals().isPresent()
              ? "enough reporters of " + action.rollup() + " have said the same already"
              : context.signer() + " has reported on this block already");
    }
    EscrowRecord.Report report = new EscrowRecord.Report(context.signer(), action.signals());
    context.state().escrow(id, escrow.with(share.with(report, reporters)));
    return null;
  }
}
