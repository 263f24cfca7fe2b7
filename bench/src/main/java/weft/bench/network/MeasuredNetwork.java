package weft.bench.network;

import java.io.IOException;

/// A running network that can be loaded.
interface MeasuredNetwork extends AutoCloseable {

  /// Sends, and tells what came of it. Returns when nothing is under way any more.
  Measured measure(Load load) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
