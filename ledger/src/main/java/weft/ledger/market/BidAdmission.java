package weft.ledger.market;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.MarketParameters;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.Nonces;
import weft.ledger.rules.Seals;
import weft.ledger.rules.Settlement;
import weft.ledger.rules.TransactionPlan;
import weft.ledger.rules.TransactionRules;
import weft.ledger.state.SealRecord;
import weft.ledger.state.StateReader;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.TransactionBody;

/// Whether a transaction with a bid may be in a block: a matter of the state before the block
/// alone, whatever else the block has. So a validator that reports a bid knows that the next block
/// can hold it, and no proposer can excuse itself.
public final class BidAdmission {
  private BidAdmission() {}

  /// Checks one bid.
  ///
  /// @param size of the envelope in bytes
  public static Checked<TransactionPlan> check(
      BlockTerms terms, StateReader state, TransactionBody body, int size) {
    if (body.lastTimeMs() != 0) {
      return Checked.refused(
          Refusal.of(
              RefusalCode.INVALID_FIELD,
              "body.last_time_ms",
              "0",
              "a bid is valid up to a height, not up to a time, which no validator knows ahead"));
    }
    return switch (TransactionRules.plan(terms, body, size, 0)) {
      case Checked.Refused<TransactionPlan>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<TransactionPlan>(TransactionPlan plan) -> {
        long next = state.nextSequence(body.account(), body.nonce().channel());
        Refusal refusal =
            Nonces.check(terms, state, body, next, Settlement.Sequences.NEXT_OR_LATER);
        if (refusal == null) {
          refusal = checkFee(state, body, plan.fee().total());
        }
        if (refusal == null) {
          refusal = checkSeal(state, body);
        }
        yield refusal == null ? Checked.ok(plan) : Checked.refused(refusal);
      }
    };
  }

  private static @Nullable Refusal checkFee(StateReader state, TransactionBody body, Amount fee) {
    AssetId asset = body.feeAsset();
    Amount held = state.bidBond(body.account(), asset).chargeable();
    return held.isLessThan(fee)
        ? Refusal.of(
            RefusalCode.BID_BOND_TOO_LOW,
            "body.fee_asset",
            held + " " + asset,
            "a bid's fee of " + fee + " " + asset + " is paid from the bond, which holds " + held)
        : null;
  }

  /// A seal is in the state once its block is over, so a bid is never shown in the same block.
  private static @Nullable Refusal checkSeal(StateReader state, TransactionBody body) {
    Optional<Action.Bid> bid = body.bid().filter(terms -> terms.salt().isPresent());
    if (bid.isEmpty()) {
      return null;
    }
    Optional<SealRecord> seal =
        Seals.shownBy(state, body.account(), bid.get())
            .map(Seals.Open::record)
            .filter(open -> open.asset().equals(bid.get().asset()));
    if (seal.isEmpty()) {
      return Refusal.of(
          RefusalCode.SEAL_UNKNOWN,
          "body.actions[0].bid.salt",
          "",
          body.account() + " has no open seal for this bid, salt and asset");
    }
    return checkDeposit(state, bid.get(), seal.get());
  }

  /// So a deposit is in proportion to what is bid, and covers what the bid may have to forfeit.
  private static @Nullable Refusal checkDeposit(
      StateReader state, Action.Bid bid, SealRecord seal) {
    MarketParameters parameters = MarketParameters.read(state);
    Amount needed = parameters.forfeit(bid.amount());
    return seal.deposit().isLessThan(needed)
        ? Refusal.of(
            RefusalCode.SEAL_TOO_LOW,
            "body.actions[0].bid.amount",
            parameters.forfeitPermille() + "/1000 of it at most " + seal.deposit(),
            "a bid of this amount needs a deposit of "
                + needed
                + ", its seal has "
                + seal.deposit())
        : null;
  }
}
