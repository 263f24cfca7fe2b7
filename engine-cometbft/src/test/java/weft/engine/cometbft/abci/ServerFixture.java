package weft.engine.cometbft.abci;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on a Unix socket, and the faults that it handed over.
final class ServerFixture implements AutoCloseable {
  final List<Throwable> faults = new CopyOnWriteArrayList<>();
  final AbciServer server;

  private ServerFixture(AbciServerSettings settings, Application application) throws IOException {
    server = AbciServer.start(settings, application, faults::add);
  }

  static ServerFixture at(Path folder, Application application) throws IOException {
    return with(AbciServerSettings.of(new AbciAddress.Unix(folder.resolve("s"))), application);
  }

  static ServerFixture with(AbciServerSettings settings, Application application)
      throws IOException {
    return new ServerFixture(settings, application);
  }

  EngineClient connect() {
    return new EngineClient(server.address());
  }

  void awaitConnections(int count) {
    await().until(() -> server.connectionCount() == count);
  }

  @Override
  public void close() {
    server.close();
  }
}
