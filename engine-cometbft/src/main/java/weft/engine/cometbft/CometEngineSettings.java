package weft.engine.cometbft;

import weft.engine.cometbft.abci.AbciAddress;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.home.EngineHomeSettings;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.process.RestartPolicy;

/// How a node runs its engine.
///
/// @param home complete: keys and genesis are there
/// @param homeSettings written into the engine's folder at each start, with the address below
/// @param address where the engine finds this process
/// @param stuckMs without a block for this long, the engine counts as stalled
public record CometEngineSettings(
    EngineBinary binary,
    EngineHome home,
    EngineHomeSettings homeSettings,
    AbciAddress address,
    RestartPolicy restart,
    long stuckMs) {}
