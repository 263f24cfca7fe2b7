package weft.ledger.rules;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.RollupRecord;
import weft.ledger.state.RollupStatus;
import weft.ledger.state.SenderUse;
import weft.ledger.state.SponsorshipRecord;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.SponsorshipTerms;

/// Opening, closing and using sponsorships.
final class SponsorshipActions {
  private SponsorshipActions() {}

  /// Opens a sponsorship, or gives an open one new caps; what was used counts on.
  static @Nullable Refusal set(ActionContext context, Action.SetSponsorship action) {
    RollupId rollup = action.rollup();
    Optional<RollupRecord> sponsored = context.reader().rollup(rollup);
    if (sponsored.isEmpty()) {
      return LaneUses.notFound(context.field("rollup"), rollup);
    }
    if (sponsored.get().status() == RollupStatus.CLOSED) {
      return Refusal.of(
          RefusalCode.ROLLUP_CLOSED,
          context.field("rollup"),
          "",
          "the rollup " + rollup + " is closed");
    }
    Optional<SponsorshipRecord> before = context.reader().sponsorship(rollup, context.signer());
    context.state().sponsorship(rollup, context.signer(), opened(before, action.terms()));
    return null;
  }

  private static SponsorshipRecord opened(
      Optional<SponsorshipRecord> before, SponsorshipTerms terms) {
    if (before.isEmpty()) {
      return new SponsorshipRecord(true, 1, terms, Amount.ZERO);
    }
    SponsorshipRecord record = before.get();
    return record.isOpen()
        ? new SponsorshipRecord(true, record.life(), terms, record.usedTotal())
        : new SponsorshipRecord(true, record.life() + 1, terms, Amount.ZERO);
  }

  static @Nullable Refusal close(ActionContext context, Action.CloseSponsorship action) {
    Address sponsor = context.signer();
    Optional<SponsorshipRecord> record = context.reader().sponsorship(action.rollup(), sponsor);
    if (record.isEmpty() || !record.get().isOpen()) {
      return notFound(context.field("rollup"), action.rollup(), sponsor);
    }
    SponsorshipRecord open = record.get();
    context
        .state()
        .sponsorship(
            action.rollup(),
            sponsor,
            new SponsorshipRecord(false, open.life(), open.terms(), open.usedTotal()));
    return null;
  }

  /// Charges a transaction to a sponsorship's caps.
  static Settlement.@Nullable Refused use(
      StateWriter state, BlockUsage usage, TransactionPlan plan, Address sponsor) {
    RollupId rollup = plan.lanes().getFirst().lane().rollup();
    Address sender = plan.body().account();
    Optional<SponsorshipRecord> found = state.reader().sponsorship(rollup, sponsor);
    if (found.isEmpty() || !found.get().isOpen()) {
      return Settlement.Refused.of(notFound("body.sponsor", rollup, sponsor));
    }
    SponsorshipRecord record = found.get();
    Amount cost = plan.totalInDefault();
    Amount total = record.usedTotal().saturatingPlus(cost);
    Amount bySender =
        state.reader().usedBySender(rollup, sponsor, sender, record.life()).saturatingPlus(cost);
    Refusal refusal = checkCaps(record.terms(), total, bySender, cost);
    if (refusal != null) {
      return Settlement.Refused.of(refusal);
    }
    Amount inBlock = usage.sponsoredBy(rollup, sponsor);
    Amount perBlock = record.terms().maxPerBlock();
    if (perBlock.isLessThan(inBlock.saturatingPlus(cost))) {
      Amount left = perBlock.isLessThan(inBlock) ? Amount.ZERO : perBlock.minus(inBlock);
      return Settlement.Refused.full(
          usedUp(perBlock), new FullRoom.Sponsorship(rollup, sponsor, left));
    }
    state.sponsorship(
        rollup, sponsor, new SponsorshipRecord(true, record.life(), record.terms(), total));
    state.senderUse(rollup, sponsor, sender, new SenderUse(record.life(), bySender));
    return null;
  }

  private static @Nullable Refusal checkCaps(
      SponsorshipTerms terms, Amount total, Amount bySender, Amount cost) {
    if (terms.maxTotal().isLessThan(total)) {
      return exhausted("max_total", terms.maxTotal());
    }
    if (terms.maxPerSender().isLessThan(bySender)) {
      return exhausted("max_per_sender", terms.maxPerSender());
    }
    return terms.maxPerBlock().isLessThan(cost)
        ? exhausted("max_per_block", terms.maxPerBlock())
        : null;
  }

  private static Refusal usedUp(Amount perBlock) {
    return Refusal.of(
        RefusalCode.BLOCK_FULL,
        "body.sponsor",
        "max_per_block " + perBlock + " units",
        "the sponsor's cap per block is used up in this block");
  }

  private static Refusal exhausted(String capName, Amount cap) {
    return Refusal.of(
        RefusalCode.SPONSORSHIP_EXHAUSTED,
        "body.sponsor",
        capName + " " + cap + " units",
        "the transaction would pass the sponsorship's cap " + capName);
  }

  private static Refusal notFound(String field, RollupId rollup, Address sponsor) {
    return Refusal.of(
        RefusalCode.SPONSORSHIP_NOT_FOUND,
        field,
        "",
        sponsor + " has no open sponsorship for " + rollup);
  }
}
