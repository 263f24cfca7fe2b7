package weft.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.bench.load.Recording;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.LimitsScenario;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.install.EngineBinary;
import weft.node.network.FreePorts;
import weft.node.network.LocalNetwork;

/// Measures a network of Weft, and then the same engine with its own application.
public final class NetworkBench {
  private static final double LEAST_SHARE = 0.01;

  /// Enough to fill both cores of a small machine, and no more: the rest would only wait.
  private static final int OUTSTANDING_ALONE = 2_000;

  private static final int OUTSTANDING = 1_000;

  /// A node spends about a minute of a core on compiling itself; on one machine all do that at
  /// once.
  private static final int WARM_UP_SECONDS_PER_VALIDATOR = 30;

  /// Compiled beforehand.
  private static final int KVSTORE_WARM_UP_SECONDS = 8;

  private NetworkBench() {}

  /// Takes about eighteen times the seconds of the settings, a minute, and most of one more for
  /// each validator.
  ///
  /// @param validators 1 to 64
  public static List<Figure> run(int validators, EngineBinary engine, BenchSettings settings)
      throws IOException, InterruptedException {
    settings.say("signature check");
    double recoveryMs = LimitsScenario.recoveryMs();
    EngineProfile profile = LocalNetwork.profile(validators);
    int outstanding = validators == 1 ? OUTSTANDING_ALONE : OUTSTANDING;
    LocalNetwork.Ports ports = FreePorts.find(validators);
    Optional<Recording> recording =
        settings.profile()
            ? Optional.of(new Recording(settings.folder().resolve("node0.jfr")))
            : Optional.empty();
    List<Figure> figures = new ArrayList<>();
    Rounds weft;
    settings.say("weft: starting " + validators + " validators");
    Path folder = settings.folder().resolve("weft");
    try (WeftNetwork network =
        WeftNetwork.start(folder, validators, ports, profile, engine, recording)) {
      weft =
          Rounds.run(
              network,
              outstanding,
              validators * WARM_UP_SECONDS_PER_VALIDATOR,
              settings.seconds(),
              line -> settings.say("weft: " + line));
      figures.addAll(NetworkFigures.ofWeft(validators, weft, recoveryMs, network.peakMemoryMib()));
    }
    if (recording.isPresent()) {
      for (Recording.Part part : recording.get().parts()) {
        if (part.share() >= LEAST_SHARE) {
          figures.add(
              Figure.of("weft x" + validators, "time in " + part.part(), part.share() * 100, "%"));
        }
      }
    }
    settings.say("kvstore: starting " + validators + " validators");
    Path ownFolder = settings.folder().resolve("kvstore");
    try (KvstoreNetwork network =
        KvstoreNetwork.start(ownFolder, validators, ports, profile, engine)) {
      Rounds kvstore =
          Rounds.run(
              network,
              outstanding,
              KVSTORE_WARM_UP_SECONDS,
              settings.seconds(),
              line -> settings.say("kvstore: " + line));
      figures.addAll(NetworkFigures.ofKvstore(validators, kvstore));
      figures.addAll(NetworkFigures.ratios(validators, weft, kvstore));
    }
    return figures;
  }
}
