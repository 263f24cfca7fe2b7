package weft.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.Receipt;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.Envelope;
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
  private final Acknowledged acknowledged = new Acknowledged();
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
    return acknowledged.receipts();
  }

  /// Everything that the node said it has, receipts included.
  Set<Hash32> taken() {
    return acknowledged.taken();
  }

  /// Answers that an honest node never gives to this load.
  List<String> faults() {
    return acknowledged.faults();
  }

  private void run() {
    long sequence = 0;
    while (!closing && acknowledged.isSound()) {
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
    while (!open.isEmpty() && acknowledged.isSound()) {
      open = acknowledged.submit(client, open);
    }
  }

  /// Lets the batch under way have its answers, and ends.
  @Override
  public void close() {
    closing = true;
    Poll.join(thread, CLOSE_WAIT_MS);
  }
}
