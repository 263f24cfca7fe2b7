package weft.rollup.client;

import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final NavigableMap<Long, Sent> inFlight = new TreeMap<>();
  private final NavigableSet<Long> holes = new TreeSet<>();
  private long next;
  private long committed;
  private long committedAtLastCheck = -1;
  private boolean isSynced;

  WalletChannel(Wallet wallet, long id) {
    this.wallet = wallet;
    this.id = id;
  }

  /// Signs with the next free sequence and submits; tries again with what a refusal taught, such as
  /// a higher fee.
  Sent send(List<Action> actions) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!isSynced) {
        resync();
      }
      if (!awaitRoom()) {
        return notSent(actions);
      }
      return sendLocked(actions, false);
    } finally {
      lock.unlock();
    }
  }

  /// Takes note of a status change of one of this channel's transactions.
  void changed(TransactionStatus status) {
    lock.lock();
    try {
      Sent sent = inFlight.get(status.nonce().sequence());
      if (sent != null
          && status.state().isFinal()
          && sent.transaction().hash().equals(status.transactionHash())) {
        settle(sent, status);
        trimTail();
        fillHoles();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Where nothing moved since the last check, compares with the node: for events that were missed,
  /// and for sequences that an earlier wallet left open.
  void check() {
    lock.lock();
    try {
      boolean isWaiting = !inFlight.isEmpty() || !holes.isEmpty() || committed < next;
      if (isSynced && isWaiting) {
        // Asked before: a block that comes while the node is asked settles the sequence without
        // moving what was read as committed.
        boolean wasInFlight = inFlight.containsKey(committed);
        resync();
        boolean isStuck = committed == committedAtLastCheck && committed < next;
        if (isStuck && !wasInFlight) {
          holes.add(committed);
        }
        committedAtLastCheck = committed;
        fillHoles();
      }
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return inFlight.size();
    } finally {
      lock.unlock();
    }
  }

  /// @param isFiller whether it is sent for a hole only, and not at all once there is none
  private Sent sendLocked(List<Action> actions, boolean isFiller) {
    Amount floor = Amount.ZERO;
    for (int attempt = 1; ; attempt++) {
      long sequence = holes.isEmpty() ? next : holes.first();
      Transaction transaction = wallet.sign(id, sequence, actions, floor);
      Submitted outcome = wallet.client().transactions().submit(transaction);
      Sent sent = new Sent(transaction, outcome, new CompletableFuture<>());
      switch (outcome) {
        case Submitted.Accepted _, Submitted.Unknown _ -> {
          // An unanswered one may be at the node: its sequence is not given out again before a
          // check has found out.
          take(sequence, sent);
          return sent;
        }
        case Submitted.AlreadyKnown(TransactionStatus status) -> {
          take(sequence, sent);
          if (status.state().isFinal()) {
            settle(sent, status);
          }
          return sent;
        }
        case Submitted.Refused(Refusal refusal) -> {
          boolean goesOn = attempt < MAX_ATTEMPTS && learn(refusal, transaction);
          if (!goesOn || (isFiller && holes.isEmpty())) {
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
      case NONCE_USED, NONCE_TOO_FAR, DUPLICATE -> {
        resync();
        yield true;
      }
      case REPLACEMENT_FEE_TOO_LOW -> {
        // Somebody else's transaction holds this sequence at the node.
        long sequence = transaction.body().nonce().sequence();
        holes.remove(sequence);
        next = Math.max(next, sequence + 1);
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

  private void take(long sequence, Sent sent) {
    holes.remove(sequence);
    next = Math.max(next, sequence + 1);
    inFlight.put(sequence, sent);
    wallet.listener().submitted(sent);
  }

  private void settle(Sent sent, TransactionStatus status) {
    long sequence = sent.transaction().body().nonce().sequence();
    inFlight.remove(sequence);
    switch (status.progress()) {
      case TransactionStatus.Expired _, TransactionStatus.Refused _ -> holes.add(sequence);
      case TransactionStatus.Soft _,
          TransactionStatus.Replaced _,
          TransactionStatus.Received _,
          TransactionStatus.Pending _ -> {}
    }
    room.signalAll();
    sent.settled().complete(status);
    wallet.listener().settled(sent, status);
  }

  /// A dropped sequence that nothing waits behind is simply given out again.
  private void trimTail() {
    while (next > 0 && holes.remove(next - 1)) {
      next--;
    }
  }

  /// Lets later sequences go on where an earlier one was dropped.
  private void fillHoles() {
    while (!holes.isEmpty()) {
      long hole = holes.first();
      Sent filler = sendLocked(List.of(), true);
      if (!filler.outcome().isTaken() || holes.contains(hole)) {
        return;
      }
    }
  }

  /// Aligns sequences with the node: what it has, what it lost, what it never got.
  private void resync() {
    AccountState account = ChainView.require(wallet.client().chain().account(wallet.address()));
    AccountState.ChannelSequence known = account.channel(id);
    for (Sent sent : List.copyOf(inFlight.values())) {
      review(sent, known);
    }
    committed = Math.max(committed, known.next());
    if (inFlight.isEmpty()) {
      next = Math.max(known.next(), known.nextPending());
    } else {
      next = Math.max(next, known.next());
    }
    holes.removeIf(sequence -> sequence < known.next() || sequence >= next);
    trimTail();
    isSynced = true;
  }

  private void review(Sent sent, AccountState.ChannelSequence known) {
    Transaction transaction = sent.transaction();
    switch (wallet.client().transactions().status(transaction.hash())) {
      case Checked.Ok<TransactionStatus>(TransactionStatus status) -> {
        if (status.state().isFinal()) {
          settle(sent, status);
        }
      }
      case Checked.Refused<TransactionStatus> _ -> reviewLost(sent, known);
    }
  }

  /// The node does not know the transaction: it never came, or its status is no longer kept.
  private void reviewLost(Sent sent, AccountState.ChannelSequence known) {
    Transaction transaction = sent.transaction();
    long sequence = transaction.body().nonce().sequence();
    if (sequence < known.next()) {
      inFlight.remove(sequence);
      sent.settled().cancel(false);
      room.signalAll();
      return;
    }
    switch (wallet.client().transactions().submit(transaction)) {
      case Submitted.Accepted _, Submitted.AlreadyKnown _, Submitted.Unknown _ -> {}
      case Submitted.Refused _ -> {
        inFlight.remove(sequence);
        holes.add(sequence);
        sent.settled().cancel(false);
        room.signalAll();
      }
    }
  }

  private boolean awaitRoom() throws InterruptedException {
    long leftNs = TimeUnit.MILLISECONDS.toNanos(wallet.config().roomWaitMs());
    while (inFlight.size() >= wallet.config().maxInFlight()) {
      if (leftNs <= 0) {
        resync();
        return inFlight.size() < wallet.config().maxInFlight();
      }
      leftNs = room.awaitNanos(leftNs);
    }
    return true;
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
        wallet.sign(id, next, actions, Amount.ZERO), new Submitted.Refused(full), never);
  }
}
