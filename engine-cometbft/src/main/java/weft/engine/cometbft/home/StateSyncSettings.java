package weft.engine.cometbft.home;

import java.util.List;
import weft.primitives.Bytes;

/// Where a joining node takes its first state from, and what it trusts.
///
/// @param rpcServers engines' RPC addresses of at least two nodes
/// @param trustHeight a height that the operator trusts
/// @param trustHash the hash of its header, 32 bytes
/// @param trustPeriodMs how long validators of that height can still be punished
public record StateSyncSettings(
    List<HostPort> rpcServers, long trustHeight, Bytes trustHash, long trustPeriodMs) {
  private static final int MIN_SERVERS = 2;
  private static final int HASH_BYTES = 32;

  public StateSyncSettings {
    rpcServers = List.copyOf(rpcServers);
    if (rpcServers.size() < MIN_SERVERS) {
      throw new IllegalArgumentException("state sync needs at least two RPC servers");
    }
    if (trustHeight < 1 || trustHash.size() != HASH_BYTES || trustPeriodMs < 1) {
      throw new IllegalArgumentException(
          "state sync needs a height, a header hash of 32 bytes and a period to trust");
    }
  }
}
