package weft.node.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every key of `weft.toml`, with its default, range and meaning. The same keys are read from
/// environment variables: `api.http-port` is `WEFT_API_HTTP_PORT`.
public enum ConfigurationKey {
  ENGINE_MIN_INTERVAL_MS(
      "engine.min-interval-ms",
      "100",
      1,
      60_000,
      "One validator: least time between two blocks, start to start."),
  ENGINE_EMPTY_INTERVAL_MS(
      "engine.empty-interval-ms",
      "2000",
      1,
      3_600_000,
      "One validator: time after which a block is made although there is nothing to include."),
  ENGINE_PROFILE(
      "engine.profile",
      "low-latency",
      "Network: low-latency (one data centre), wan, or alone (one validator); docs/operations.md"
          + " tells what they set."),
  ENGINE_PEER_ADDRESS(
      "engine.peer-address", "0.0.0.0:26656", "Network: where to listen for other nodes."),
  ENGINE_EXTERNAL_ADDRESS(
      "engine.external-address", "", "Network: what other nodes are told to dial, if another."),
  ENGINE_PEERS(
      "engine.peers", "", "Network: comma-separated ID@HOST:PORT of nodes to stay connected to."),
  ENGINE_RPC_ADDRESS(
      "engine.rpc-address", "127.0.0.1:26657", "Network: where the engine answers this node."),
  ENGINE_REMOTE_SIGNER_ADDRESS(
      "engine.remote-signer-address",
      "",
      "Network: where to wait for a remote signer, such as tcp://127.0.0.1:26659."),
  ENGINE_KEEP_BLOCKS(
      "engine.keep-blocks",
      "100000",
      0,
      Long.MAX_VALUE,
      "Network: blocks that the engine keeps for nodes that catch up. 0 = all."),
  ENGINE_SNAPSHOT_INTERVAL_BLOCKS(
      "engine.snapshot-interval-blocks",
      "10000",
      0,
      Long.MAX_VALUE,
      "Network: a snapshot of the state for nodes that join, at every height that this divides; the"
          + " same on all nodes. 0 = none."),
  ENGINE_STATE_SYNC_SERVERS(
      "engine.state-sync-servers",
      "",
      "Network: which nodes an empty one believes about a snapshot, with the two keys below:"
          + " comma-separated addresses of their HTTP interfaces. 'weft node sync' sets all"
          + " three."),
  ENGINE_STATE_SYNC_TRUST_HEIGHT(
      "engine.state-sync-trust-height",
      "0",
      0,
      Long.MAX_VALUE,
      "Network: a height that you trust, for state sync."),
  ENGINE_STATE_SYNC_TRUST_HASH(
      "engine.state-sync-trust-hash", "", "Network: the block hash of that height."),
  ENGINE_STUCK_MS(
      "engine.stuck-ms",
      "30000",
      1_000,
      3_600_000,
      "Network: without a block for this long, the node says that it is not ready."),

  API_HOST("api.host", "127.0.0.1", "Address to listen on. 0.0.0.0 opens the API to the network."),
  API_HTTP_PORT("api.http-port", "9600", 0, 65_535, "HTTP/JSON, streams, /metrics. 0 = any free."),
  API_GRPC_PORT("api.grpc-port", "9601", 0, 65_535, "gRPC. 0 = any free port."),
  API_CORS_ORIGINS(
      "api.cors-origins", "", "Comma-separated origins that browsers may call from; * = any."),
  API_MAX_BODY_BYTES(
      "api.max-body-bytes", "4194304", 1024, 67_108_864, "Largest request body, HTTP and gRPC."),
  API_MAX_HEADER_BYTES("api.max-header-bytes", "16384", 1024, 1_048_576, "Largest HTTP header."),
  API_MAX_CONNECTIONS(
      "api.max-connections", "20000", 1, 1_000_000, "Open connections at once, all addresses."),
  API_MAX_CONNECTIONS_PER_ADDRESS(
      "api.max-connections-per-address", "2000", 1, 1_000_000, "Open connections of one address."),
  API_MAX_STREAMS("api.max-streams", "4096", 1, 1_000_000, "Open streams at once."),
  API_MAX_STREAMS_PER_ADDRESS(
      "api.max-streams-per-address", "256", 1, 1_000_000, "Open streams of one address."),
  API_REQUESTS_PER_SECOND_PER_ADDRESS(
      "api.requests-per-second-per-address",
      "20000",
      1,
      10_000_000,
      "Requests per second that one address may make; a batch counts once."),
  API_IDLE_TIMEOUT_MS(
      "api.idle-timeout-ms", "60000", 100, 86_400_000, "A silent connection is closed after this."),
  API_SLOW_READER_TIMEOUT_MS(
      "api.slow-reader-timeout-ms",
      "10000",
      100,
      3_600_000,
      "A stream whose reader takes nothing for this long is dropped; it can resume."),

  MEMPOOL_MAX_TRANSACTIONS(
      "mempool.max-transactions", "100000", 1, 10_000_000, "Transactions waiting at once."),
  MEMPOOL_MAX_BYTES(
      "mempool.max-bytes", "134217728", 1024, 17_179_869_184L, "Bytes of waiting transactions."),
  MEMPOOL_MAX_PER_ACCOUNT(
      "mempool.max-per-account", "20000", 1, 10_000_000, "Waiting transactions of one account."),
  MEMPOOL_MAX_BIDS(
      "mempool.max-bids", "4096", 1, 1_000_000, "Bids waiting at once, beside transactions."),
  MEMPOOL_MAX_BIDS_PER_ACCOUNT(
      "mempool.max-bids-per-account", "64", 1, 1_000_000, "Waiting bids of one account."),
  MEMPOOL_MAX_HELD(
      "mempool.max-held",
      "1024",
      0,
      1_000_000,
      "Transactions kept back at once until a bid names them. 0 = none."),
  MEMPOOL_MAX_HELD_BYTES(
      "mempool.max-held-bytes", "16777216", 0, 17_179_869_184L, "Bytes of those."),
  MEMPOOL_MAX_HELD_PER_ACCOUNT(
      "mempool.max-held-per-account", "64", 0, 1_000_000, "Those of one account."),
  MEMPOOL_MAX_HOLD_MS(
      "mempool.max-hold-ms", "60000", 1, 86_400_000, "How long one may be kept back."),
  MEMPOOL_MAX_PER_LANE_PERMILLE(
      "mempool.max-per-lane-permille",
      "500",
      1,
      1000,
      "Share of the mempool that one lane may take, in thousandths."),
  MEMPOOL_GOSSIP(
      "mempool.gossip",
      "own",
      "Network: own hands other nodes what clients of this one sent; relay also what came from"
          + " nodes, as a sentry must."),
  MEMPOOL_RETRY_AFTER_MS(
      "mempool.retry-after-ms",
      "500",
      1,
      3_600_000,
      "When a client that found the node overloaded may try again."),
  MEMPOOL_VERIFIER_THREADS(
      "mempool.verifier-threads", "0", 0, 1024, "Signature checkers. 0 = one per processor."),

  STORE_BLOCK_CACHE_BYTES(
      "store.block-cache-bytes", "134217728", 1_048_576, 1L << 40, "Cache of database blocks."),
  STORE_STATE_CACHE_BYTES(
      "store.state-cache-bytes", "67108864", 1_048_576, 1L << 40, "Cache of hot state values."),
  STORE_TREE_CACHE_BYTES(
      "store.tree-cache-bytes", "67108864", 1_048_576, 1L << 40, "Cache of hot state tree nodes."),

  STORE_MAX_SPACE_BYTES(
      "store.max-space-bytes",
      "0",
      0,
      Long.MAX_VALUE,
      "Bytes of table files beyond which the node stops. 0 = the disk's limit."),

  RETENTION_KEEP_BLOCKS(
      "retention.keep-blocks",
      "0",
      0,
      Long.MAX_VALUE,
      "Blocks and lane blocks to keep, counted from the head. 0 = all."),
  RETENTION_KEEP_BYTES(
      "retention.keep-bytes",
      "0",
      0,
      Long.MAX_VALUE,
      "Bytes on disk above which the oldest blocks go. 0 = no limit."),
  RETENTION_KEEP_STATUS_MS(
      "retention.keep-status-ms",
      "86400000",
      1000,
      Long.MAX_VALUE,
      "How long the final status of a transaction that was not included can be asked for."),

  ARCHIVE_ENABLED(
      "archive.enabled",
      "true",
      "true, or false: no archive of bids, and nothing to answer for the relay data API."),
  ARCHIVE_KEEP_DAYS(
      "archive.keep-days", "90", 0, 36_500, "Days that the archive keeps a bid. 0 = for ever."),
  ARCHIVE_KEEP_BYTES(
      "archive.keep-bytes",
      "10000000000",
      0,
      Long.MAX_VALUE,
      "Bytes above which the archive's oldest bids go. 0 = no limit."),

  LOG_FORMAT("log.format", "text", "text, or json: one object per line."),
  LOG_LEVEL("log.level", "info", "error, warn, info, debug or trace.");

  static final String VARIABLE_PREFIX = "WEFT_";

  private final String key;
  private final String defaultValue;
  private final boolean number;
  private final long min;
  private final long max;
  private final String meaning;

  ConfigurationKey(String key, String defaultValue, String meaning) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.number = false;
    this.min = 0;
    this.max = 0;
    this.meaning = meaning;
  }

  ConfigurationKey(String key, String defaultValue, long min, long max, String meaning) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.number = true;
    this.min = min;
    this.max = max;
    this.meaning = meaning;
  }

  /// The key in the file, such as `api.http-port`.
  public String key() {
    return key;
  }

  /// The environment variable, such as `WEFT_API_HTTP_PORT`.
  public String variable() {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public String defaultValue() {
    return defaultValue;
  }

  /// Whether the value is a whole number between [#min] and [#max].
  public boolean isNumber() {
    return number;
  }

  public long min() {
    return min;
  }

  public long max() {
    return max;
  }

  public String meaning() {
    return meaning;
  }

  /// The values that a text key is restricted to; empty: any.
  List<String> choices() {
    return switch (this) {
      case MEMPOOL_GOSSIP -> List.of("own", "relay");
      case ENGINE_PROFILE -> List.of("low-latency", "wan", "alone");
      case ARCHIVE_ENABLED -> List.of("true", "false");
      case LOG_FORMAT -> List.of("text", "json");
      case LOG_LEVEL -> List.of("error", "warn", "info", "debug", "trace");
      default -> List.of();
    };
  }

  static Optional<ConfigurationKey> of(String key) {
    return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
  }
}
