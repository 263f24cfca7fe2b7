package weft.rollup.execution;

import java.nio.file.Path;
import java.util.Optional;
import weft.rollup.client.RetryPolicy;
import weft.rollup.lane.FollowerConfig;

/// How a conductor runs.
///
/// @param backOff waits while the executor is away; attempts limit how often it may reject in a row
/// @param evidenceDirectory where evidence of a lie is written, if anywhere
public record ConductorConfig(
    FollowerConfig follower, RetryPolicy backOff, Optional<Path> evidenceDirectory) {

  public static ConductorConfig defaults() {
    return new ConductorConfig(
        FollowerConfig.defaults(), new RetryPolicy(5, 50, 5_000), Optional.empty());
  }

  public ConductorConfig withFollower(FollowerConfig other) {
    return new ConductorConfig(other, backOff, evidenceDirectory);
  }

  public ConductorConfig withEvidenceDirectory(Path directory) {
    return new ConductorConfig(follower, backOff, Optional.of(directory));
  }
}
