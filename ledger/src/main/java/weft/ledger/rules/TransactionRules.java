package weft.ledger.rules;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.fee.FeeQuote;
import weft.ledger.parameter.ConversionRate;
import weft.primitives.Amount;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// The checks that need no account: chain, validity, form of sponsorship, lanes and fee.
public final class TransactionRules {
  private TransactionRules() {}

  /// Checks a transaction against a block's terms and works out its fee. Reads rollups and rates
  /// only.
  ///
  /// @param size of the envelope in bytes
  /// @param timeMs the block's time, or the least that it can be
  public static Checked<TransactionPlan> plan(
      BlockTerms terms, TransactionBody body, int size, long timeMs) {
    Refusal refusal = checkForm(terms, body, size);
    if (refusal == null) {
      refusal = checkValidity(terms, body, timeMs);
    }
    if (refusal == null) {
      refusal = checkSponsorForm(body);
    }
    return refusal == null ? price(terms, body, size, body.maxFee()) : Checked.refused(refusal);
  }

  /// What a transaction would cost, whatever its maximum fee says.
  public static Checked<FeeQuote> quote(BlockTerms terms, TransactionBody body, int size) {
    return switch (price(terms, body, size, Amount.MAX)) {
      case Checked.Ok<TransactionPlan>(TransactionPlan plan) -> Checked.ok(plan.fee());
      case Checked.Refused<TransactionPlan>(Refusal refusal) -> Checked.refused(refusal);
    };
  }

  private static @Nullable Refusal checkForm(BlockTerms terms, TransactionBody body, int size) {
    if (body.chainId() != terms.chain().chainId()) {
      return Refusal.of(
          RefusalCode.WRONG_CHAIN,
          "body.chain_id",
          Long.toString(terms.chain().chainId()),
          "the transaction is for chain " + body.chainId());
    }
    long most = terms.parameters().blockMaxBytes() - Preamble.SIZE;
    return size <= most
        ? null
        : Refusal.of(
            RefusalCode.TRANSACTION_TOO_LARGE,
            "transaction",
            most + " bytes",
            "the transaction has " + size + " bytes and fits no block");
  }

  private static @Nullable Refusal checkValidity(
      BlockTerms terms, TransactionBody body, long timeMs) {
    if (body.lastHeight() < terms.height()) {
      return Refusal.of(
          RefusalCode.EXPIRED,
          "body.last_height",
          "height " + terms.height() + " or later",
          "the transaction was valid up to height " + body.lastHeight());
    }
    if (body.lastTimeMs() != 0 && body.lastTimeMs() < timeMs) {
      return Refusal.of(
          RefusalCode.EXPIRED,
          "body.last_time_ms",
          timeMs + " ms or later",
          "the transaction was valid up to time " + body.lastTimeMs() + " ms");
    }
    long ahead = terms.parameters().maxValidityBlocks();
    return body.lastHeight() - terms.height() <= ahead
        ? null
        : Refusal.of(
            RefusalCode.VALIDITY_TOO_LONG,
            "body.last_height",
            "height " + (terms.height() + ahead),
            "a last height lies at most " + ahead + " blocks ahead");
  }

  private static @Nullable Refusal checkSponsorForm(TransactionBody body) {
    if (body.sponsor().isEmpty()) {
      return null;
    }
    if (!body.tip().isZero()) {
      return Refusal.of(
          RefusalCode.SPONSORSHIP_NOT_APPLICABLE,
          "body.tip",
          "0 " + body.feeAsset(),
          "a sponsor pays no tips, which would let anybody spend its allowance on his own"
              + " priority");
    }
    RollupId rollup = null;
    for (Action action : body.actions()) {
      if (!(action instanceof Action.Submit submit)
          || (rollup != null && !rollup.equals(submit.rollup()))) {
        return sponsorNotApplicable();
      }
      rollup = submit.rollup();
    }
    return rollup == null ? sponsorNotApplicable() : null;
  }

  private static Refusal sponsorNotApplicable() {
    return Refusal.of(
        RefusalCode.SPONSORSHIP_NOT_APPLICABLE,
        "body.sponsor",
        "submit actions for 1 rollup",
        "a sponsor pays only for submissions to one rollup");
  }

  private static Checked<TransactionPlan> price(
      BlockTerms terms, TransactionBody body, int size, Amount maxFee) {
    Optional<ConversionRate> rate = terms.rate(body.feeAsset());
    if (rate.isEmpty()) {
      return Checked.refused(
          Refusal.of(
              RefusalCode.FEE_ASSET_NOT_ACCEPTED,
              "body.fee_asset",
              "",
              "the chain takes no fees in " + body.feeAsset()));
    }
    LaneUses uses = new LaneUses(terms, body);
    Refusal refusal = uses.addAll();
    if (refusal != null) {
      return Checked.refused(refusal);
    }
    return price(terms, new Priced(body, size, uses.priced(rate.get()), rate.get()), maxFee);
  }

  private record Priced(TransactionBody body, int size, List<LaneUse> lanes, ConversionRate rate) {}

  private static Checked<TransactionPlan> price(BlockTerms terms, Priced priced, Amount maxFee) {
    Amount byteFee = priced.rate.toAsset(terms.baseFeePerByte().times(priced.size));
    Amount laneFee = Amount.ZERO;
    Amount gasFee = Amount.ZERO;
    for (LaneUse use : priced.lanes) {
      laneFee = laneFee.saturatingPlus(use.laneFee());
      gasFee = gasFee.saturatingPlus(use.gasFee());
    }
    Amount needed = byteFee.saturatingPlus(laneFee).saturatingPlus(gasFee);
    if (maxFee.isLessThan(needed)) {
      return Checked.refused(feeTooLow(priced.body, needed));
    }
    // At most what the maximum fee leaves, so that the total never exceeds it.
    Amount tip = priced.body.tip().min(maxFee.minus(needed));
    FeeQuote fee =
        new FeeQuote(priced.body.feeAsset(), byteFee, laneFee, gasFee, tip, needed.plus(tip));
    return Checked.ok(
        new TransactionPlan(priced.body, priced.size, priced.lanes, priced.rate, fee));
  }

  private static Refusal feeTooLow(TransactionBody body, Amount needed) {
    return Refusal.of(
            RefusalCode.FEE_TOO_LOW,
            "body.max_fee",
            "at least " + needed + " " + body.feeAsset(),
            "the transaction costs " + needed + " " + body.feeAsset() + " without a tip")
        .requiringMaxFee(needed);
  }
}
