package weft.bench.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import weft.bench.load.BenchChain;
import weft.bench.load.BlockMeter;
import weft.bench.load.NodeProcess;
import weft.bench.load.Outstanding;
import weft.bench.load.Recording;
import weft.bench.load.Sender;
import weft.bench.load.SignedFile;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.install.EngineBinary;
import weft.node.NodeDirectory;
import weft.node.network.LocalNetwork;
import weft.primitives.PrivateKey;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Head;
import weft.rollup.client.Incoming;
import weft.rollup.client.StatusFilter;
import weft.rollup.client.Submitted;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Validators of Weft, each with its engine, loaded through the public API of each. Every node has
/// senders and a rollup of its own.
final class WeftNetwork implements MeasuredNetwork {
  private static final long START_TIMEOUT_MS = 60_000;
  private static final long DRAIN_TIMEOUT_MS = 60_000;
  private static final int SMALL_BYTES = 1_024;
  private static final int SMALL_BATCH = 32;
  private static final int LARGE_BATCH = 4;
  private static final int BATCHES_PER_SECOND = 250;
  private static final int BATCHES_IN_FLIGHT = 512;

  private final Path folder;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<WeftClient> clients = new ArrayList<>();
  private final List<RollupId> rollups;
  private final int expectedPerSecond;
  private int nextChannel;

  private WeftNetwork(Path folder, int validators) {
    this.folder = folder;
    this.rollups = BenchChain.rollups(validators);
    this.expectedPerSecond = validators == 1 ? 16_000 : 6_000;
  }

  /// Makes the folders, starts all nodes, and waits until they make blocks together.
  ///
  /// @param recording of the first node
  static WeftNetwork start(
      Path folder,
      int validators,
      LocalNetwork.Ports ports,
      EngineProfile profile,
      EngineBinary engine,
      Optional<Recording> recording)
      throws IOException, InterruptedException {
    List<NodeDirectory> directories =
        LocalNetwork.create(folder, validators, ports, profile, BenchChain::network);
    WeftNetwork network = new WeftNetwork(folder, validators);
    try {
      for (int node = 0; node < validators; node++) {
        network.nodes.add(
            NodeProcess.start(
                NetworkNode.class,
                List.of(directories.get(node).path().toString(), engine.path().toString()),
                LocalNetwork.host(node),
                folder.resolve("node" + node + ".log"),
                node == 0 ? recording : Optional.empty()));
      }
      network.nodes.forEach(node -> network.clients.add(node.connect()));
      network.register();
      return network;
    } catch (IOException | RuntimeException | InterruptedException e) {
      network.close();
      throw e;
    }
  }

  private void register() throws IOException, InterruptedException {
    List<Transaction> registrations = BenchChain.registrations(rollups);
    try (BlockMeter meter = new BlockMeter(clients.getFirst())) {
      for (Transaction registration : registrations) {
        Submitted outcome = clients.getFirst().transactions().submit(registration);
        if (!outcome.isTaken()) {
          throw new IOException("a registration was not taken: " + outcome);
        }
      }
      if (!meter.awaitTransactions(registrations.size(), START_TIMEOUT_MS)) {
        throw new IOException("the network made no block with the rollups; see " + folder);
      }
    }
  }

  @Override
  public Measured measure(Load load) throws IOException, InterruptedException {
    int perSecond = load.isPaced() ? load.ratePerSecond() : expected(load);
    List<Path> files = load.isEmpty() ? List.of() : sign(load, perSecond);
    Outstanding outstanding =
        load.maxOutstanding() == 0
            ? Outstanding.unlimited()
            : new Outstanding(load.maxOutstanding());
    Sender sender = new Sender(!load.isEmpty(), outstanding);
    Histogram softMicros = new ConcurrentHistogram(60_000_000L, 3);
    Blocks blocks = new Blocks();
    List<Subscription<?>> streams = new ArrayList<>();
    try {
      follow(
          streams,
          clients.getFirst().chain().followHeads(0),
          head -> add(blocks, outstanding, head));
      if (!load.isEmpty()) {
        for (int node = 0; node < clients.size(); node++) {
          follow(
              streams,
              clients.get(node).transactions().followStatus(observed(load, node)),
              status -> record(status, sender, softMicros));
        }
      }
      Sending sending = new Sending(load, sender, files);
      Window window = Window.over(load, blocks, this::processorTime, sender::sent);
      sending.join();
      if (load.maxOutstanding() > 0) {
        outstanding.awaitNone(DRAIN_TIMEOUT_MS);
      } else if (load.isObservedWhole()) {
        awaitCount(softMicros, sender.sentNanos().size());
      }
      return new Measured(
          window.seconds(),
          window.blocks(),
          softMicros,
          window.offered(),
          sender.refused(),
          window.processor());
    } finally {
      streams.forEach(Subscription::close);
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// All of a small load; of a large one the transactions of one sender, or following them would be
  /// a load of its own.
  private StatusFilter observed(Load load, int node) {
    return load.isObservedWhole()
        ? new StatusFilter.OfRollup(rollups.get(node))
        : new StatusFilter.OfAccount(senders(node).getFirst().address());
  }

  private int expected(Load load) {
    return load.payloadBytes() <= SMALL_BYTES
        ? expectedPerSecond
        : Math.max(100, 40_000_000 / load.payloadBytes());
  }

  private List<Path> sign(Load load, int perSecond) throws IOException {
    List<Path> files = new ArrayList<>();
    int channel = nextChannel++;
    for (int node = 0; node < clients.size(); node++) {
      Path file = folder.resolve("load-" + channel + "-" + node + ".signed");
      SignedFile.write(
          file,
          perSecond * load.allSeconds() / clients.size(),
          load.payloadBytes(),
          List.of(rollups.get(node)),
          channel,
          senders(node));
      files.add(file);
    }
    return files;
  }

  private List<PrivateKey> senders(int node) {
    return IntStream.range(0, BenchChain.SENDERS)
        .filter(sender -> sender % clients.size() == node)
        .mapToObj(BenchChain::sender)
        .toList();
  }

  private static void add(Blocks blocks, Outstanding outstanding, Head head) {
    blocks.add(new Blocks.Block(head.timeMs(), head.transactions(), head.payloadBytes()));
    outstanding.end(head.transactions());
  }

  private static void record(TransactionStatus status, Sender sender, Histogram softMicros) {
    Long dueNs = sender.sentNanos().get(status.transactionHash());
    if (status.state() == TransactionState.SOFT && dueNs != null) {
      softMicros.recordValue((System.nanoTime() - dueNs) / 1_000);
    }
  }

  private static void awaitCount(Histogram softMicros, long count) throws InterruptedException {
    for (int i = 0; i < 1_000 && softMicros.getTotalCount() < count; i++) {
      Thread.sleep(5);
    }
  }

  private static <T> void follow(
      List<Subscription<?>> streams, Subscription<T> stream, Consumer<T> taker) {
    streams.add(stream);
    Thread.ofPlatform()
        .daemon()
        .name("bench-follow")
        .start(
            () -> {
              try {
                while (true) {
                  switch (stream.next(1_000)) {
                    case Incoming.Item<T>(T item) -> taker.accept(item);
                    case Incoming.Nothing<T> _ -> {}
                    case Incoming.Ended<T> _ -> {
                      return;
                    }
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private ProcessorTime processorTime() {
    return new ProcessorTime(
        nodes.stream().mapToDouble(NodeProcess::cpuSeconds).sum(),
        nodes.stream().mapToDouble(NodeProcess::engineCpuSeconds).sum());
  }

  /// The most memory that a node's process had, in MiB.
  long peakMemoryMib() throws IOException {
    long peak = 0;
    for (NodeProcess node : nodes) {
      peak = Math.max(peak, node.peakMemoryMib());
    }
    return peak;
  }

  @Override
  public void close() throws IOException {
    clients.forEach(WeftClient::close);
    for (NodeProcess node : nodes) {
      node.close();
    }
  }

  /// One thread for each node.
  private final class Sending {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    Sending(Load load, Sender sender, List<Path> files) {
      for (int node = 0; node < files.size(); node++) {
        WeftClient client = clients.get(node);
        Path file = files.get(node);
        threads.add(
            Thread.ofPlatform()
                .daemon()
                .name("bench-send-" + node)
                .start(() -> send(load, sender, client, file)));
      }
    }

    private void send(Load load, Sender sender, WeftClient client, Path file) {
      int rate = load.isPaced() ? Math.max(1, load.ratePerSecond() / clients.size()) : 0;
      int batch =
          load.isPaced()
              ? Math.max(1, rate / BATCHES_PER_SECOND)
              : load.payloadBytes() <= SMALL_BYTES ? SMALL_BATCH : LARGE_BATCH;
      try {
        sender.send(
            client, file, rate, batch, BATCHES_IN_FLIGHT, load.warmUpSeconds(), load.seconds());
      } catch (IOException e) {
        failure.compareAndSet(null, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void join() throws IOException, InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
      IOException first = failure.get();
      if (first != null) {
        throw first;
      }
    }
  }
}
