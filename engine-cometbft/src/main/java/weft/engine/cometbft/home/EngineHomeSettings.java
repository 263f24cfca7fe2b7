package weft.engine.cometbft.home;

import java.util.List;
import java.util.Optional;

/// What differs from node to node: becomes `config/config.toml`.
///
/// @param moniker a name for people, 1 to 64 characters
/// @param applicationAddress where the application listens: `unix:///path`, `tcp://host:port`, or
///   the name of one that is built into the engine, such as `kvstore`
/// @param peerAddress where the engine listens for peers
/// @param externalAddress what it tells peers to dial, where that is another one
/// @param peers nodes that it stays connected to
/// @param rpcAddress where it answers this node; loopback
/// @param metricsAddress where it serves Prometheus; none if empty
/// @param remoteSignerAddress where it waits for a remote signer, such as `tcp://127.0.0.1:26659`;
///   if empty, it signs with the key file
/// @param stateSync set while a joining node has no state yet
public record EngineHomeSettings(
    String moniker,
    EngineProfile profile,
    String applicationAddress,
    HostPort peerAddress,
    Optional<HostPort> externalAddress,
    List<EnginePeer> peers,
    HostPort rpcAddress,
    Optional<HostPort> metricsAddress,
    Optional<String> remoteSignerAddress,
    Optional<StateSyncSettings> stateSync) {
  private static final int MAX_MONIKER = 64;

  public EngineHomeSettings {
    peers = List.copyOf(peers);
    if (moniker.isEmpty() || moniker.length() > MAX_MONIKER) {
      throw new IllegalArgumentException("a moniker has 1 to 64 characters");
    }
    if (!rpcAddress.isLoopback()) {
      throw new IllegalArgumentException(
          "the engine's RPC has no limits for strangers and stays on loopback, not on "
              + rpcAddress);
    }
  }

  /// A node without peers, metrics, remote signer and state sync.
  public static EngineHomeSettings of(
      String moniker,
      EngineProfile profile,
      String applicationAddress,
      HostPort peerAddress,
      HostPort rpcAddress) {
    return new EngineHomeSettings(
        moniker,
        profile,
        applicationAddress,
        peerAddress,
        Optional.empty(),
        List.of(),
        rpcAddress,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same with the application elsewhere.
  public EngineHomeSettings withApplicationAddress(String newAddress) {
    return new EngineHomeSettings(
        moniker,
        profile,
        newAddress,
        peerAddress,
        externalAddress,
        peers,
        rpcAddress,
        metricsAddress,
        remoteSignerAddress,
        stateSync);
  }

  /// The same with other peers.
  public EngineHomeSettings withPeers(List<EnginePeer> newPeers) {
    return new EngineHomeSettings(
        moniker,
        profile,
        applicationAddress,
        peerAddress,
        externalAddress,
        newPeers,
        rpcAddress,
        metricsAddress,
        remoteSignerAddress,
        stateSync);
  }

  /// The same with a first state from elsewhere, or without.
  public EngineHomeSettings withStateSync(Optional<StateSyncSettings> newStateSync) {
    return new EngineHomeSettings(
        moniker,
        profile,
        applicationAddress,
        peerAddress,
        externalAddress,
        peers,
        rpcAddress,
        metricsAddress,
        remoteSignerAddress,
        newStateSync);
  }
}
