package weft.node;

import java.util.Optional;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.install.EngineBinary;
import weft.primitives.BlsPrivateKey;

/// What a network's node needs besides.
///
/// @param engine the program that finds agreement
/// @param home its folder, with keys and genesis
/// @param attestationKey signs what this validator attests; empty on a node that is none
public record NetworkSettings(
    EngineBinary engine, EngineHome home, Optional<BlsPrivateKey> attestationKey) {}
