package weft.engine.cometbft.process;

import java.io.IOException;
import java.nio.file.Path;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;

/// A process of its own that runs the engine of a folder until it is killed.
final class KilledWeft {
  private KilledWeft() {}

  static void main(String[] arguments) throws IOException, InterruptedException {
    if (EngineBinary.check(Path.of(arguments[0])) instanceof EngineSearch.Found found) {
      EngineProcess.start(
          found.binary(), new EngineHome(Path.of(arguments[1])), RestartPolicy.DEFAULT);
      Thread.currentThread().join();
    }
  }
}
