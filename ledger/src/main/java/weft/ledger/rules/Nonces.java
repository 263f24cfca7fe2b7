package weft.ledger.rules;

import org.jspecify.annotations.Nullable;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.TransactionBody;

/// Sequences and channels of accounts: which are free, and using them up.
public final class Nonces {
  private Nonces() {}

  /// Whether a sequence is free, and its channel open or to be opened.
  ///
  /// @param next of the channel
  public static @Nullable Refusal check(
      BlockTerms terms,
      StateReader state,
      TransactionBody body,
      long next,
      Settlement.Sequences sequences) {
    Nonce nonce = body.nonce();
    if (nonce.sequence() < next) {
      return Refusal.of(
          RefusalCode.NONCE_USED,
          "body.sequence",
          "next is " + next,
          "sequence " + nonce.sequence() + " of channel " + nonce.channel() + " is used");
    }
    boolean isTooFar = sequences == Settlement.Sequences.NEXT && nonce.sequence() > next;
    if (isTooFar || nonce.sequence() == Long.MAX_VALUE) {
      return Refusal.of(
          RefusalCode.NONCE_TOO_FAR,
          "body.sequence",
          "next is " + next,
          "the next sequence of channel " + nonce.channel() + " is " + next);
    }
    long most = terms.parameters().maxChannelsPerAccount();
    long open = next == 0 ? state.openChannels(body.account()) : 0;
    return open < most
        ? null
        : Refusal.of(
            RefusalCode.TOO_MANY_CHANNELS,
            "body.channel",
            most + " channels",
            "the account has " + open + " channels open");
  }

  /// Uses up a sequence and all below it, and opens its channel if it is the first.
  ///
  /// @param next of the channel
  public static void use(StateWriter state, TransactionBody body, long next) {
    if (next == 0) {
      state.openChannels(body.account(), state.reader().openChannels(body.account()) + 1);
    }
    Nonce nonce = body.nonce();
    state.nextSequence(body.account(), nonce.channel(), Math.max(next, nonce.sequence() + 1));
  }
}
