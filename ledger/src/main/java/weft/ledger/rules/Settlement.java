package weft.ledger.rules;

import java.util.Optional;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.TransactionBody;

/// The part of a transaction that reads and writes accounts: nonce, room in the lanes, payment,
/// actions, in this order. After a refusal the caller takes back what was written.
public final class Settlement {
  private final BlockTerms terms;
  private final BlockUsage usage;
  private final Sequences sequences;
  private final StateWriter state;

  /// Which sequences of a channel are accepted.
  public enum Sequences {
    /// The next one, as in a block.
    NEXT,
    /// The next one and later ones, as in a mempool.
    NEXT_OR_LATER
  }

  /// What came of a transaction.
  public sealed interface Result {}

  /// What was found before anything was changed.
  ///
  /// @param payerBalance in the fee asset
  public record Settled(long nextSequence, Address payer, Amount payerBalance) implements Result {}

  /// @param full what had no room left in this block, where that is the reason
  public record Refused(Refusal refusal, Optional<FullRoom> full) implements Result {

    static Refused of(Refusal refusal) {
      return new Refused(refusal, Optional.empty());
    }

    static Refused full(Refusal refusal, FullRoom room) {
      return new Refused(refusal, Optional.of(room));
    }
  }

  public Settlement(BlockTerms terms, BlockUsage usage, Sequences sequences, StateWriter state) {
    this.terms = terms;
    this.usage = usage;
    this.sequences = sequences;
    this.state = state;
  }

  public Result settle(TransactionPlan plan) {
    TransactionBody body = plan.body();
    long next = state.reader().nextSequence(body.account(), body.nonce().channel());
    Refusal nonce = Nonces.check(terms, state.reader(), body, next, sequences);
    if (nonce != null) {
      return Refused.of(nonce);
    }
    Nonces.use(state, body, next);
    Address payer = body.sponsor().orElse(body.account());
    Refused noRoom = usage.checkRoom(plan);
    if (noRoom == null && body.sponsor().isPresent()) {
      noRoom = SponsorshipActions.use(state, usage, plan, payer);
    }
    if (noRoom != null) {
      return noRoom;
    }
    Amount balance = state.reader().balance(payer, body.feeAsset());
    String field = body.sponsor().isPresent() ? "body.sponsor" : "body.account";
    Refusal refusal = new Charge(payer, body.feeAsset(), plan.fee().total(), field).takeFrom(state);
    if (refusal == null) {
      refusal = ActionRules.runAll(state, terms, body);
    }
    return refusal == null ? new Settled(next, payer, balance) : Refused.of(refusal);
  }
}
