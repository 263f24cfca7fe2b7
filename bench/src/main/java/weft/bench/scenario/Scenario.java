package weft.bench.scenario;

import java.io.IOException;
import java.util.List;

/// One question that the benchmark answers.
public interface Scenario {
  String name();

  /// Measures. Takes about as long as the settings say, plus preparation.
  List<Figure> run(BenchSettings settings) throws IOException, InterruptedException;
}
