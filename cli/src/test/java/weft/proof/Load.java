package weft.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.Envelope;
import weft.rollup.client.NodeException;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// One account that submits without end, over several channels, batch after batch, and sends what
/// has no answer again until it has one. Remembers every receipt.
final class Load implements AutoCloseable {
  private static final int PER_CHANNEL = 3;
  private static final long BETWEEN_BATCHES_NS = 3_000_000;
  private static final long CLOSE_WAIT_MS = 90_000;

  private final WeftClient client;
  private final PrivateKey key;
  private final int channels;
  private final RollupId rollup;
  private final Payloads payloads;
  private final Map<Hash32, Receipt> receipts = new ConcurrentHashMap<>();
  private final Set<Hash32> taken = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;

  /// The payload of a channel's sequence.
  @FunctionalInterface
  interface Payloads {
    Bytes of(long channel, long sequence);
  }

  Load(WeftClient client, PrivateKey key, int channels, RollupId rollup, Payloads payloads) {
    this.client = client;
    this.key = key;
    this.channels = channels;
    this.rollup = rollup;
    this.payloads = payloads;
    this.thread = Thread.ofPlatform().daemon().name("load-" + rollup).start(this::run);
  }

  /// Receipts by transaction.
  Map<Hash32, Receipt> receipts() {
    return receipts;
  }

  /// Everything that the node said it has, receipts included.
  Set<Hash32> taken() {
    return taken;
  }

  /// Answers that an honest node never gives to this load.
  List<String> faults() {
    return List.copyOf(faults);
  }

  private void run() {
    long sequence = 0;
    while (!closing && faults.isEmpty()) {
      List<Envelope> batch = new ArrayList<>();
      for (int i = 0; i < PER_CHANNEL; i++, sequence++) {
        for (int channel = 0; channel < channels; channel++) {
          Bytes payload = payloads.of(channel, sequence);
          batch.add(ProofChain.submission(key, channel, sequence, rollup, payload));
        }
      }
      deliver(batch);
      LockSupport.parkNanos(BETWEEN_BATCHES_NS);
    }
  }

  private void deliver(List<Envelope> batch) {
    List<Envelope> open = batch;
    while (!open.isEmpty() && faults.isEmpty()) {
      List<Submitted> answers = client.transactions().submitBatch(open);
      List<Envelope> again = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        Envelope envelope = open.get(i);
        switch (answers.get(i)) {
          case Submitted.Accepted(Receipt receipt) -> {
            receipts.put(envelope.hash(), receipt);
            taken.add(envelope.hash());
          }
          case Submitted.AlreadyKnown _ -> taken.add(envelope.hash());
          case Submitted.Unknown _ -> again.add(envelope);
          case Submitted.Refused(var refusal) -> {
            if (refusal.retryAfterMs() > 0) {
              again.add(envelope);
            } else if (refusal.code() == RefusalCode.NONCE_USED && isSoft(envelope)) {
              // It was sent before, its answer got lost, and it is in a block by now.
              taken.add(envelope.hash());
            } else {
              faults.add(refusal + " for " + envelope.hash());
            }
          }
        }
      }
      open = again;
    }
  }

  private boolean isSoft(Envelope envelope) {
    while (true) {
      try {
        return client.transactions().status(envelope.hash())
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && status.state() == TransactionState.SOFT;
      } catch (NodeException away) {
        LockSupport.parkNanos(BETWEEN_BATCHES_NS);
      }
    }
  }

  /// Lets the batch under way have its answers, and ends.
  @Override
  public void close() {
    closing = true;
    Poll.join(thread, CLOSE_WAIT_MS);
  }
}
