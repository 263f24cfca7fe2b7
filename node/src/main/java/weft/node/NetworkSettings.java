package weft.node;

import java.util.Optional;
import java.util.function.UnaryOperator;
import weft.engine.cometbft.abci.Application;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.install.EngineBinary;
import weft.primitives.BlsPrivateKey;

/// What a network's node needs besides.
///
/// @param engine the program that finds agreement
/// @param home its folder, with keys and genesis
/// @param attestationKey signs what this validator attests; empty on a node that is none
/// @param between what stands between engine and chain: in tests one that lies or dies, otherwise
///   nothing
public record NetworkSettings(
    EngineBinary engine,
    EngineHome home,
    Optional<BlsPrivateKey> attestationKey,
    UnaryOperator<Application> between) {

  /// With nothing between engine and chain.
  public NetworkSettings(
      EngineBinary engine, EngineHome home, Optional<BlsPrivateKey> attestationKey) {
    this(engine, home, attestationKey, UnaryOperator.identity());
  }
}
