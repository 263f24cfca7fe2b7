package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import weft.bench.load.NodeProcess;

/// How long a node with many accounts takes to start again.
public final class RestartScenario implements Scenario {

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException {
    Path store = settings.folder().resolve(name());
    settings.say(name() + ": making a chain with " + settings.accounts() + " accounts");
    long firstMs;
    try (NodeProcess first = NodeProcess.start(store, settings.accounts())) {
      firstMs = first.startMs();
    }
    settings.say(name() + ": starting again");
    try (NodeProcess again = NodeProcess.start(store, settings.accounts())) {
      return List.of(
          new Figure(name(), "first start, state built", firstMs, "ms", ""),
          new Figure(
              name(),
              "restart with " + settings.accounts() + " accounts",
              again.startMs(),
              "ms",
              "below 5000 ms"));
    }
  }
}
