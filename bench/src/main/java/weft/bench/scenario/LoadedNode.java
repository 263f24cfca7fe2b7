package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.bench.load.BenchChain;
import weft.bench.load.BlockMeter;
import weft.bench.load.NodeProcess;
import weft.bench.load.Recording;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// A measured node with its rollups registered, and a client on it.
record LoadedNode(NodeProcess process, WeftClient client, List<RollupId> rollups)
    implements AutoCloseable {
  private static final long REGISTRATION_TIMEOUT_MS = 60_000;

  static LoadedNode start(Path store, int rollupCount) throws IOException, InterruptedException {
    return start(store, rollupCount, 0, Optional.empty());
  }

  static LoadedNode start(
      Path store, int rollupCount, int furtherAccounts, Optional<Recording> recording)
      throws IOException, InterruptedException {
    NodeProcess process = NodeProcess.start(store, furtherAccounts, recording);
    WeftClient client = process.connect();
    List<RollupId> rollups = BenchChain.rollups(rollupCount);
    List<Transaction> registrations = BenchChain.registrations(rollups);
    try (BlockMeter meter = new BlockMeter(client)) {
      for (Transaction registration : registrations) {
        Submitted outcome = client.transactions().submit(registration);
        if (!outcome.isTaken()) {
          throw new IOException("a registration was not taken: " + outcome);
        }
      }
      if (!meter.awaitTransactions(registrations.size(), REGISTRATION_TIMEOUT_MS)) {
        throw new IOException("the rollups were not registered in time");
      }
    }
    return new LoadedNode(process, client, rollups);
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.close();
  }
}
