package weft.examples.amm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.WalletListener;

/// Counts and times what a bot's wallet reports.
final class BotBook implements WalletListener {
  private final BotListener listener;
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder soft = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final Map<RefusalCode, LongAdder> refused = new ConcurrentHashMap<>();

  /// Receipt times of what is in flight; the wallet bounds that.
  private final Map<Hash32, Long> receivedAtNs = new ConcurrentHashMap<>();

  BotBook(BotListener listener) {
    this.listener = listener;
  }

  @Override
  public void submitted(Sent one) {
    Hash32 hash = one.transaction().hash();
    receivedAtNs.put(hash, System.nanoTime());
    // The wallet cancels what it gives up, without another word.
    var _ = one.settled().whenComplete((_, _) -> receivedAtNs.remove(hash));
    // Here and not when the wallet has sent it: by then it may be soft.
    if (one.outcome().isTaken() && !isFiller(one)) {
      received.increment();
      listener.received(one);
    }
  }

  @Override
  public void forgotten(Sent one) {
    if (!isFiller(one)) {
      listener.forgotten(one);
    }
  }

  @Override
  public void settled(Sent one, TransactionStatus status) {
    Long atNs = receivedAtNs.get(one.transaction().hash());
    if (isFiller(one)) {
      return;
    }
    if (status.state() == TransactionState.SOFT) {
      soft.increment();
      listener.soft(one, status, atNs == null ? 0 : System.nanoTime() - atNs);
    } else {
      dropped.increment();
      listener.dropped(one, status);
    }
  }

  /// Takes note of what came of a sending; what the node took is counted already.
  void sent(Sent one) {
    sent.increment();
    switch (one.outcome()) {
      case Submitted.Accepted _, Submitted.AlreadyKnown _ -> {}
      case Submitted.Unknown _ -> unknown.increment();
      case Submitted.Refused(Refusal refusal) -> {
        refused.computeIfAbsent(refusal.code(), _ -> new LongAdder()).increment();
        listener.refused(refusal);
      }
    }
  }

  /// How many receipt times are kept.
  int timed() {
    return receivedAtNs.size();
  }

  /// Whether it is the wallet's own, to fill a gap: the bot did not send it.
  private static boolean isFiller(Sent one) {
    return one.transaction().body().actions().isEmpty();
  }

  BotCounters counters() {
    Map<String, Long> byCode =
        refused.entrySet().stream()
            .collect(
                Collectors.toMap(entry -> entry.getKey().id(), entry -> entry.getValue().sum()));
    return new BotCounters(
        sent.sum(), received.sum(), soft.sum(), dropped.sum(), unknown.sum(), byCode);
  }
}
