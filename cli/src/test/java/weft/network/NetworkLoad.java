package weft.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import weft.cli.testnet.NodeProcess;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.proof.Acknowledged;
import weft.proof.Poll;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.RefusalCode;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.WeftClient;

/// One account that submits without end, each batch to a random node, and sends what has no answer
/// to another one until it has an answer. Remembers every receipt.
final class NetworkLoad implements AutoCloseable {
  private static final int CHANNELS = 3;
  private static final int PER_CHANNEL = 2;
  private static final long BETWEEN_BATCHES_NS = 50_000_000;
  private static final long CALL_MS = 3_000;
  private static final long CLOSE_WAIT_MS = 300_000;

  private final List<WeftClient> clients = new ArrayList<>();
  private final PrivateKey key;
  private final SplittableRandom random;

  /// A node that is away holds what it acknowledged and has passed on to nobody yet. The others
  /// then let only so many later sequences wait.
  private final Acknowledged acknowledged = new Acknowledged(Set.of(RefusalCode.NONCE_TOO_FAR));

  private final Thread thread;
  private volatile int spared = -1;
  private volatile boolean resting;
  private volatile boolean closing;

  NetworkLoad(List<NodeProcess> nodes, PrivateKey key, long seed) {
    for (NodeProcess node : nodes) {
      clients.add(
          node.connect(
              ClientConfig.defaults().withRetry(RetryPolicy.NONE).withCallTimeoutMs(CALL_MS)));
    }
    this.key = key;
    this.random = new SplittableRandom(seed);
    this.thread = Thread.ofPlatform().daemon().name("load-" + key.address()).start(this::run);
  }

  /// Receipts by transaction.
  Map<Hash32, Receipt> receipts() {
    return acknowledged.receipts();
  }

  /// Everything that a node said it has, receipts included.
  Set<Hash32> taken() {
    return acknowledged.taken();
  }

  /// Answers that an honest node never gives to this load.
  List<String> faults() {
    return acknowledged.faults();
  }

  /// Sends nothing to a node any more, from the batch after the one under way; -1 = to all.
  void spare(int node) {
    spared = node;
  }

  /// Sends nothing to anybody, from the batch after the one under way, until told otherwise.
  void rest(boolean now) {
    resting = now;
  }

  private WeftClient any() {
    int chosen = random.nextInt(clients.size());
    return clients.get(chosen == spared ? (chosen + 1) % clients.size() : chosen);
  }

  private void run() {
    long sequence = 0;
    while (!closing && acknowledged.isSound()) {
      List<Envelope> batch = new ArrayList<>();
      for (int i = 0; i < PER_CHANNEL; i++, sequence++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          batch.add(
              TestNetwork.submission(
                  key, channel, sequence, new ByteWriter(16).u64(channel).u64(sequence).toBytes()));
        }
      }
      deliver(batch);
      do {
        LockSupport.parkNanos(BETWEEN_BATCHES_NS);
      } while (resting && !closing);
    }
  }

  private void deliver(List<Envelope> batch) {
    List<Envelope> open = batch;
    while (!open.isEmpty() && acknowledged.isSound()) {
      open = acknowledged.submit(any(), open);
      if (!open.isEmpty()) {
        LockSupport.parkNanos(BETWEEN_BATCHES_NS);
      }
    }
  }

  /// Lets the batch under way have its answers, and ends.
  @Override
  public void close() {
    closing = true;
    Poll.join(thread, CLOSE_WAIT_MS);
    clients.forEach(WeftClient::close);
  }
}
