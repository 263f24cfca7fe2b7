package weft.ledger.rules;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.StateWriter;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Nonce;
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
    Refusal nonce = useNonce(body, next);
    if (nonce != null) {
      return Refused.of(nonce);
    }
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

  private @Nullable Refusal useNonce(TransactionBody body, long next) {
    Nonce nonce = body.nonce();
    if (nonce.sequence() < next) {
      return Refusal.of(
          RefusalCode.NONCE_USED,
          "body.sequence",
          "next is " + next,
          "sequence " + nonce.sequence() + " of channel " + nonce.channel() + " is used");
    }
    boolean isTooFar = sequences == Sequences.NEXT && nonce.sequence() > next;
    if (isTooFar || nonce.sequence() == Long.MAX_VALUE) {
      return Refusal.of(
          RefusalCode.NONCE_TOO_FAR,
          "body.sequence",
          "next is " + next,
          "the next sequence of channel " + nonce.channel() + " is " + next);
    }
    Refusal refusal = next == 0 ? openChannel(body.account()) : null;
    if (refusal == null) {
      state.nextSequence(body.account(), nonce.channel(), nonce.sequence() + 1);
    }
    return refusal;
  }

  private @Nullable Refusal openChannel(Address account) {
    long open = state.reader().openChannels(account);
    long most = terms.parameters().maxChannelsPerAccount();
    if (open >= most) {
      return Refusal.of(
          RefusalCode.TOO_MANY_CHANNELS,
          "body.channel",
          most + " channels",
          "the account has " + open + " channels open");
    }
    state.openChannels(account, open + 1);
    return null;
  }
}
