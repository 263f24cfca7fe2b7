package weft.engine.cometbft.home;

import java.net.URI;
import java.util.List;
import weft.primitives.Bytes;

/// Where a joining node takes its first state from, and what it trusts.
///
/// @param servers where light blocks are asked for by CometBFT's JSON-RPC, one or more
/// @param trustHeight a height that the operator trusts
/// @param trustHash the hash of its header, 32 bytes
/// @param trustPeriodMs how long validators of that height can still be punished
public record StateSyncSettings(
    List<URI> servers, long trustHeight, Bytes trustHash, long trustPeriodMs) {
  private static final int HASH_BYTES = 32;

  public StateSyncSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("state sync needs a server");
    }
    if (trustHeight < 1 || trustHash.size() != HASH_BYTES || trustPeriodMs < 1) {
      throw new IllegalArgumentException(
          "state sync needs a height, a header hash of 32 bytes and a period to trust");
    }
  }

  /// As CometBFT wants them: it compares at least two. One alone compares with itself; what it says
  /// is checked by signatures all the same.
  List<URI> compared() {
    return servers.size() > 1 ? servers : List.of(servers.getFirst(), servers.getFirst());
  }
}
