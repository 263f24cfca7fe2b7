package weft.cli.market;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import weft.examples.amm.BotListener;
import weft.examples.builder.BuilderListener;
import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Sent;
import weft.rollup.client.WalletListener;

/// Counts what becomes of the transactions of bots and rollups.
public final class Traffic implements BotListener {
  private static final int RECENT = 10;
  private static final long LONGEST_LATENCY_MS = 3_600_000;

  private final Set<Hash32> mayExpire = new HashSet<>();
  private final Map<Hash32, Long> waiting = new LinkedHashMap<>();
  private final Deque<Snapshot.Recent> recent = new ArrayDeque<>();
  private final Histogram softLatencyMs = new Histogram(LONGEST_LATENCY_MS, 3);
  private final RecentLatency recentLatency =
      new RecentLatency(LONGEST_LATENCY_MS, System.nanoTime());
  private final SortedMap<String, Long> refused = new TreeMap<>();
  private final boolean isForgottenLost;
  private long receipts;
  private long forgotten;

  private Traffic(boolean isForgottenLost) {
    this.isForgottenLost = isForgottenLost;
  }

  /// What one node forgets after it signed for it, is lost.
  public static Traffic ofOneNode() {
    return new Traffic(true);
  }

  /// What one node of several does not know, another one may have: who asks all of them at the end
  /// tells what is lost.
  public static Traffic ofNetwork() {
    return new Traffic(false);
  }

  @Override
  public synchronized void received(Sent sent) {
    receipts++;
    waiting.put(sent.transaction().hash(), System.nanoTime());
  }

  @Override
  public synchronized void forgotten(Sent sent) {
    if (isForgottenLost && waiting.remove(sent.transaction().hash()) != null) {
      forgotten++;
    }
  }

  @Override
  public synchronized void refused(Refusal refusal) {
    countRefused(refusal.code().id());
  }

  @Override
  public synchronized void soft(Sent sent, TransactionStatus status, long latencyNs) {
    waiting.remove(sent.transaction().hash());
    long latencyMs = TimeUnit.NANOSECONDS.toMillis(Math.max(0, latencyNs));
    long bounded = Math.min(latencyMs, LONGEST_LATENCY_MS);
    softLatencyMs.recordValue(bounded);
    recentLatency.record(bounded, System.nanoTime());
    remember(status, latencyMs);
  }

  @Override
  public synchronized void dropped(Sent sent, TransactionStatus status) {
    Long receivedAtNs = waiting.remove(sent.transaction().hash());
    countRefused(reason(status));
    long latencyNs = receivedAtNs == null ? 0 : System.nanoTime() - receivedAtNs;
    remember(status, TimeUnit.NANOSECONDS.toMillis(latencyNs));
  }

  /// The same counting for the transactions of a plain wallet.
  public WalletListener ofWallet() {
    return new WalletListener() {
      @Override
      public void submitted(Sent sent) {
        if (sent.outcome().isTaken()) {
          received(sent);
        }
      }

      @Override
      public void forgotten(Sent sent) {
        Traffic.this.forgotten(sent);
      }

      @Override
      public void settled(Sent sent, TransactionStatus status) {
        if (status.state() == TransactionState.SOFT) {
          soft(sent, status, sinceReceipt(sent));
        } else {
          dropped(sent, status);
        }
      }
    };
  }

  /// The same counting of receipts for a builder, most of whose transactions come to nothing: that
  /// is no refusal, and how long it takes to lose is no latency.
  public BuilderListener ofBuilder() {
    return new BuilderListener() {
      @Override
      public void received(Hash32 transaction) {
        receivedOfBuilder(transaction);
      }

      @Override
      public void refused(Refusal refusal) {
        Traffic.this.refused(refusal);
      }

      @Override
      public void settled(Hash32 transaction) {
        settledOfBuilder(transaction);
      }
    };
  }

  private synchronized void receivedOfBuilder(Hash32 transaction) {
    receipts++;
    waiting.put(transaction, System.nanoTime());
    mayExpire.add(transaction);
  }

  private synchronized void settledOfBuilder(Hash32 transaction) {
    waiting.remove(transaction);
    mayExpire.remove(transaction);
  }

  private synchronized long sinceReceipt(Sent sent) {
    Long receivedAtNs = waiting.get(sent.transaction().hash());
    return receivedAtNs == null ? 0 : System.nanoTime() - receivedAtNs;
  }

  private void remember(TransactionStatus status, long latencyMs) {
    recent.addFirst(
        new Snapshot.Recent(
            status.transactionHash().toString(),
            status.state(),
            what(status),
            OptionalLong.of(latencyMs)));
    while (recent.size() > RECENT) {
      recent.removeLast();
    }
  }

  public synchronized List<Hash32> waiting() {
    return new ArrayList<>(waiting.keySet());
  }

  /// The final status of a transaction whose event was missed.
  public synchronized void found(Hash32 hash, TransactionStatus status) {
    if (status.state().isFinal() && waiting.remove(hash) != null) {
      boolean isExpected = mayExpire.remove(hash);
      if (status.state() != TransactionState.SOFT && !isExpected) {
        countRefused(reason(status));
      }
    }
  }

  public synchronized long receipts() {
    return receipts;
  }

  public synchronized int waitingCount() {
    return waiting.size();
  }

  /// Receipts that came to nothing: the node forgot the transaction, even if it became soft when it
  /// was sent again, or it is still waiting for its final state.
  public synchronized long lost() {
    return forgotten + waiting.size();
  }

  public synchronized SortedMap<String, Long> refusedByCode() {
    return new TreeMap<>(refused);
  }

  public synchronized long refusedCount() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  public synchronized List<Snapshot.Recent> recent() {
    return List.copyOf(recent);
  }

  /// From receipt to soft, of all transactions.
  public synchronized Snapshot.Latency softLatency() {
    return RecentLatency.percentiles(softLatencyMs);
  }

  /// The same of the last seconds only.
  public synchronized Snapshot.Latency recentSoftLatency() {
    return recentLatency.read(System.nanoTime());
  }

  private void countRefused(String code) {
    refused.merge(code, 1L, Long::sum);
  }

  private static String reason(TransactionStatus status) {
    return switch (status.progress()) {
      case TransactionStatus.Refused(var code, var _) -> code.id();
      case TransactionStatus.Replaced(var code, var _) -> code.id();
      case TransactionStatus.Expired _ -> RefusalCode.EXPIRED.id();
      case TransactionStatus.Received _, TransactionStatus.Pending _, TransactionStatus.Soft _ ->
          status.state().id();
    };
  }

  private static String what(TransactionStatus status) {
    if (!(status.progress() instanceof TransactionStatus.Soft soft)) {
      return reason(status);
    }
    StringBuilder lanes = new StringBuilder();
    for (LanePosition lane : soft.lanes()) {
      lanes
          .append(lanes.isEmpty() ? "" : " + ")
          .append(lane.rollup().name())
          .append(' ')
          .append(lane.laneHeight());
    }
    return lanes.isEmpty() ? "block " + soft.height() : lanes.toString();
  }
}
