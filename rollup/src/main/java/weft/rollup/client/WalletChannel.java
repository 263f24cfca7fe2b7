package weft.rollup.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;

/// One channel of a wallet: gives out its sequences without gaps.
///
/// Submissions of one channel go one after the other, so a refused one uses up nothing. A sequence
/// that was taken and then dropped (expired, evicted) is a hole: later sequences wait for it at the
/// node. The next transaction takes the lowest hole; where nothing is to be sent but later
/// sequences wait, an empty transaction fills it.
final class WalletChannel {
  private static final int MAX_ATTEMPTS = 4;

  private final Wallet wallet;
  private final long id;
  private final SequenceBook book;

  /// Held by whoever gives out sequences or asks the node about them. What happens to those in
  /// flight is booked without it.
  private final ReentrantLock sending = new ReentrantLock();

  private long committed;
  private long committedAtLastCheck = -1;
  private boolean isSynced;

  WalletChannel(Wallet wallet, long id) {
    this.wallet = wallet;
    this.id = id;
    this.book = new SequenceBook(wallet.listener());
  }

  /// Signs with the next free sequence and submits; tries again with what a refusal taught, such as
  /// a higher fee.
  Sent send(List<Action> actions) throws InterruptedException {
    int maxInFlight = wallet.config().maxInFlight();
    long deadlineNs =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wallet.config().roomWaitMs());
    while (true) {
      long leftNs = deadlineNs - System.nanoTime();
      sending.lockInterruptibly();
      try {
        if (!isSynced || (book.inFlight() >= maxInFlight && leftNs <= 0)) {
          resync();
        }
        if (book.inFlight() < maxInFlight) {
          return sendLocked(actions, false);
        }
        if (leftNs <= 0) {
          return notSent(actions);
        }
      } finally {
        sending.unlock();
      }
      book.awaitRoom(maxInFlight, leftNs);
    }
  }

  /// Takes note of a status change of one of this channel's transactions; does not wait.
  ///
  /// @return whether there are holes to be filled
  boolean changed(TransactionStatus status) {
    return book.changed(status);
  }

  /// Lets later sequences go on where an earlier one was dropped.
  void fill() {
    if (!book.hasHoles()) {
      return;
    }
    sending.lock();
    try {
      fillHoles();
    } finally {
      sending.unlock();
    }
  }

  /// Where nothing moved since the last check, compares with the node: for events that were missed,
  /// and for sequences that an earlier wallet left open.
  void check() {
    sending.lock();
    try {
      boolean isWaiting = book.inFlight() > 0 || book.hasHoles() || committed < book.next();
      if (isSynced && isWaiting) {
        // Asked before: a block that comes while the node is asked settles the sequence without
        // moving what was read as committed.
        boolean wasInFlight = book.isInFlight(committed);
        AccountState.ChannelSequence known = resync();
        boolean isStuck = committed == committedAtLastCheck && committed < book.next();
        // What waits there at the node, be it an earlier wallet's, only waits for its block.
        boolean isMissing = known.nextPending() <= committed;
        if (isStuck && isMissing && !wasInFlight) {
          book.addHole(committed);
        }
        committedAtLastCheck = committed;
        fillHoles();
      }
    } finally {
      sending.unlock();
    }
  }

  int inFlight() {
    return book.inFlight();
  }

  /// @param isFiller whether it is sent for a hole only, and not at all once there is none
  private Sent sendLocked(List<Action> actions, boolean isFiller) {
    Amount floor = Amount.ZERO;
    for (int attempt = 1; ; attempt++) {
      Transaction transaction = wallet.sign(id, book.lowestFree(), actions, floor);
      book.submitting(transaction);
      Submitted outcome = wallet.client().transactions().submit(transaction);
      Sent sent = new Sent(transaction, outcome, new CompletableFuture<>());
      switch (outcome) {
        case Submitted.Accepted _, Submitted.Unknown _ -> {
          // An unanswered one may be at the node: its sequence is not given out again before a
          // check has found out.
          book.take(sent);
          return sent;
        }
        case Submitted.AlreadyKnown(TransactionStatus status) -> {
          book.take(sent);
          if (status.state().isFinal()) {
            book.settle(sent, status);
          }
          return sent;
        }
        case Submitted.Refused(Refusal refusal) -> {
          boolean goesOn = attempt < MAX_ATTEMPTS && learn(refusal, transaction);
          if (!goesOn || (isFiller && !book.hasHoles())) {
            sent.settled().cancel(false);
            return sent;
          }
          floor = refusal.requiredMaxFee().orElse(floor);
        }
      }
    }
  }

  /// Whether another attempt makes sense, after learning what the refusal says.
  private boolean learn(Refusal refusal, Transaction transaction) {
    return switch (refusal.code()) {
      case NONCE_USED, NONCE_TOO_FAR -> {
        resync();
        yield true;
      }
      case REPLACEMENT_FEE_TOO_LOW -> {
        // Somebody else's transaction holds this sequence at the node.
        book.skip(transaction.body().nonce().sequence());
        yield true;
      }
      case EXPIRED, VALIDITY_TOO_LONG -> {
        wallet.chain().refresh();
        yield true;
      }
      case FEE_TOO_LOW -> {
        wallet.chain().refresh();
        Optional<Amount> required = refusal.requiredMaxFee();
        yield required.isPresent()
            && required.get().compareTo(wallet.config().maxFeeCap()) <= 0
            && transaction.body().maxFee().isLessThan(wallet.config().maxFeeCap());
      }
      default -> false;
    };
  }

  private void fillHoles() {
    for (OptionalLong hole = book.holeWithin(); hole.isPresent(); hole = book.holeWithin()) {
      Sent filler = sendLocked(List.of(), true);
      if (!filler.outcome().isTaken() || book.isHole(hole.getAsLong())) {
        return;
      }
    }
  }

  /// Aligns sequences with the node: what it has, what it lost, what it never got.
  ///
  /// @return what the node said of this channel
  private AccountState.ChannelSequence resync() {
    AccountState account = ChainView.require(wallet.client().chain().account(wallet.address()));
    AccountState.ChannelSequence known = account.channel(id);
    for (Sent sent : book.allInFlight()) {
      review(sent, known);
    }
    committed = Math.max(committed, known.next());
    book.align(known);
    isSynced = true;
    return known;
  }

  private void review(Sent sent, AccountState.ChannelSequence known) {
    switch (wallet.client().transactions().status(sent.transaction().hash())) {
      case Checked.Ok<TransactionStatus>(TransactionStatus status) -> {
        if (status.state().isFinal()) {
          book.settle(sent, status);
        }
      }
      case Checked.Refused<TransactionStatus>(Refusal refusal) -> {
        if (refusal.code() == RefusalCode.TRANSACTION_NOT_FOUND) {
          reviewUnknown(sent, known);
        }
      }
    }
  }

  /// The node does not know the transaction: it never came, was lost, or its status is no longer
  /// kept. Where it may still be included, it is sent again.
  private void reviewUnknown(Sent sent, AccountState.ChannelSequence known) {
    book.unknown(sent);
    Transaction transaction = sent.transaction();
    if (transaction.body().nonce().sequence() < known.next()) {
      book.giveUp(sent, false);
      return;
    }
    switch (wallet.client().transactions().submit(transaction)) {
      case Submitted.Accepted _, Submitted.AlreadyKnown _, Submitted.Unknown _ -> {}
      case Submitted.Refused _ -> book.giveUp(sent, true);
    }
  }

  private Sent notSent(List<Action> actions) {
    Refusal full =
        Refusal.of(
            RefusalCode.ACCOUNT_LIMIT,
            "channel " + id,
            wallet.config().maxInFlight() + " transactions in flight",
            "The wallet waits for earlier transactions of this channel.");
    CompletableFuture<TransactionStatus> never = new CompletableFuture<>();
    never.cancel(false);
    return new Sent(
        wallet.sign(id, book.next(), actions, Amount.ZERO), new Submitted.Refused(full), never);
  }
}
