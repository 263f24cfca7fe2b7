package weft.engine.cometbft.home;

import java.util.List;
import java.util.Optional;

/// How the engine waits and gossips. docs/operations.md explains each knob and what was measured.
///
/// @param name as in `weft.toml`
/// @param proposeTimeoutMs how long a round waits for the proposer's block
/// @param proposeTimeoutDeltaMs longer by this much in each further round
/// @param voteTimeoutMs how long a round waits once more than 2/3 have voted for different things
/// @param voteTimeoutDeltaMs longer by this much in each further round
/// @param blockPauseMs rest after a block, in which late votes may come
/// @param gossipPauseMs how long a gossip routine sleeps when it has nothing to send
/// @param flushPauseMs how long a connection gathers messages before it writes them
/// @param reapPauseMs how often the engine asks for transactions to gossip
/// @param redialMs at most this long between tries to reach a lost peer
/// @param isPrivateNetwork whether peers may have private addresses, and several the same one
public record EngineProfile(
    String name,
    int proposeTimeoutMs,
    int proposeTimeoutDeltaMs,
    int voteTimeoutMs,
    int voteTimeoutDeltaMs,
    int blockPauseMs,
    int gossipPauseMs,
    int flushPauseMs,
    int reapPauseMs,
    int redialMs,
    boolean isPrivateNetwork) {

  /// Validators in one data centre or on one machine.
  public static final EngineProfile LOW_LATENCY =
      new EngineProfile("low-latency", 1_000, 250, 250, 125, 0, 5, 1, 10, 3_000, true);

  /// Validators around the world: round trips of 300 ms and losses.
  public static final EngineProfile WAN =
      new EngineProfile("wan", 3_000, 500, 1_000, 500, 200, 20, 5, 25, 10_000, false);

  /// One validator. Several are slowed down by their votes; one alone would make a hundred empty
  /// blocks a second, which nobody needs and every follower reads.
  public static final EngineProfile ALONE = LOW_LATENCY.resting("alone", 50);

  /// The profile of a name.
  public static Optional<EngineProfile> named(String name) {
    return List.of(LOW_LATENCY, WAN, ALONE).stream()
        .filter(one -> one.name.equals(name))
        .findFirst();
  }

  /// The same with another rest after a block.
  private EngineProfile resting(String newName, int newBlockPauseMs) {
    return new EngineProfile(
        newName,
        proposeTimeoutMs,
        proposeTimeoutDeltaMs,
        voteTimeoutMs,
        voteTimeoutDeltaMs,
        newBlockPauseMs,
        gossipPauseMs,
        flushPauseMs,
        reapPauseMs,
        redialMs,
        isPrivateNetwork);
  }
}
