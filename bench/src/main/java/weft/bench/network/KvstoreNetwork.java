package weft.bench.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import weft.bench.load.BenchChain;
import weft.engine.cometbft.home.ConsensusLimits;
import weft.engine.cometbft.home.EngineGenesis;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.home.EngineHomeSettings;
import weft.engine.cometbft.home.EnginePeer;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.home.EngineValidator;
import weft.engine.cometbft.home.FreshKey;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.process.EngineProcess;
import weft.engine.cometbft.process.RestartPolicy;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.engine.cometbft.rpc.EngineStatus;
import weft.engine.cometbft.rpc.RpcAnswer;
import weft.node.network.LocalNetwork;
import weft.primitives.Ed25519PrivateKey;

/// Validators of the engine alone, with the key-value application that is built into it: no
/// signatures, no fees, state in memory, no durable receipt. Its settings are those of Weft, but
/// for the mempool, which is the engine's own.
final class KvstoreNetwork implements MeasuredNetwork {
  private static final long START_TIMEOUT_MS = 60_000;
  private static final long RPC_TIMEOUT_MS = 2_000;

  private final List<HostPort> rpcs;
  private final List<EngineProcess> engines = new ArrayList<>();
  private int nextLoad;

  private KvstoreNetwork(List<HostPort> rpcs) {
    this.rpcs = rpcs;
  }

  static KvstoreNetwork start(
      Path folder,
      int validators,
      LocalNetwork.Ports ports,
      EngineProfile profile,
      EngineBinary binary)
      throws IOException, InterruptedException {
    List<Ed25519PrivateKey> keys = keys(validators);
    List<Ed25519PrivateKey> nodeKeys = keys(validators);
    EngineGenesis genesis =
        new EngineGenesis(
            "weft-bench-kvstore",
            Instant.now(),
            keys.stream().map(key -> new EngineValidator(key.publicKey(), 1, "kvstore")).toList(),
            "{}",
            new ConsensusLimits(
                BenchChain.NETWORK_BLOCK_BYTES,
                1,
                ConsensusLimits.DEFAULT.evidenceMaxAgeBlocks(),
                ConsensusLimits.DEFAULT.evidenceMaxAgeMs(),
                ConsensusLimits.DEFAULT.evidenceMaxBytes()));
    KvstoreNetwork network =
        new KvstoreNetwork(
            IntStream.range(0, validators)
                .mapToObj(node -> new HostPort(LocalNetwork.host(node), ports.rpc()))
                .toList());
    try {
      for (int node = 0; node < validators; node++) {
        int self = node;
        List<EnginePeer> peers =
            IntStream.range(0, validators)
                .filter(other -> other != self)
                .mapToObj(
                    other ->
                        new EnginePeer(
                            nodeKeys.get(other).publicKey().consensusAddress().bytes().toHex(),
                            new HostPort(LocalNetwork.host(other), ports.peer())))
                .toList();
        EngineHomeSettings settings =
            EngineHomeSettings.of(
                    "kvstore" + node,
                    profile,
                    "kvstore",
                    new HostPort(LocalNetwork.host(node), ports.peer()),
                    network.rpcs.get(node))
                .withPeers(peers);
        EngineHome home =
            EngineHome.create(
                folder.resolve("node" + node),
                genesis,
                settings,
                nodeKeys.get(node),
                Optional.of(keys.get(node)));
        ownMempool(home);
        network.engines.add(EngineProcess.start(binary, home, RestartPolicy.DEFAULT));
      }
      network.awaitBlocks();
      return network;
    } catch (IOException | RuntimeException | InterruptedException e) {
      network.close();
      throw e;
    }
  }

  private static List<Ed25519PrivateKey> keys(int count) {
    return Stream.generate(FreshKey::generate).limit(count).toList();
  }

  private static void ownMempool(EngineHome home) throws IOException {
    String weft = Files.readString(home.configurationFile());
    String own = weft.replace("type = \"app\"", "type = \"flood\"");
    if (own.equals(weft)) {
      throw new IOException(home.configurationFile() + " has no mempool of the application");
    }
    Files.writeString(home.configurationFile(), own);
  }

  private void awaitBlocks() throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + START_TIMEOUT_MS * 1_000_000;
    for (HostPort address : rpcs) {
      try (EngineRpc rpc = new EngineRpc(address, RPC_TIMEOUT_MS)) {
        while (!(rpc.status() instanceof RpcAnswer.Answered<EngineStatus>(EngineStatus status))
            || status.height() < 2) {
          if (System.nanoTime() - deadlineNs > 0) {
            throw new IOException("the engine at " + address + " makes no blocks");
          }
          Thread.sleep(50);
        }
      }
    }
  }

  @Override
  public Measured measure(Load load) throws IOException, InterruptedException {
    try (KvstoreLoad sending = new KvstoreLoad(load, "k" + nextLoad++, rpcs)) {
      sending.start();
      Window window = Window.over(load, sending.blocks(), this::processorTime, sending::sent);
      sending.join();
      return new Measured(
          window.seconds(),
          window.blocks(),
          sending.softMicros(),
          window.offered(),
          sending.refused(),
          window.processor());
    }
  }

  private ProcessorTime processorTime() {
    return new ProcessorTime(
        0,
        engines.stream()
            .map(engine -> engine.run().pid())
            .flatMap(
                pid ->
                    pid.isPresent() ? ProcessHandle.of(pid.getAsLong()).stream() : Stream.empty())
            .mapToDouble(
                process ->
                    process.info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(0.0))
            .sum());
  }

  @Override
  public void close() {
    engines.forEach(EngineProcess::close);
  }
}
