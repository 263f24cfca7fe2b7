package weft.engine.cometbft.rpc;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;
import weft.protocol.comet.CometBlockId;
import weft.protocol.comet.CometHeader;
import weft.protocol.comet.CometTime;

/// Headers as the engine's RPC writes them.
public final class HeaderJson {
  private HeaderJson() {}

  /// Reads a header; empty for anything else. Whether it is any block's, its hash says.
  public static Optional<CometHeader> read(JsonNode json) {
    try {
      return Optional.of(
          new CometHeader(
              json.path("version").path("app").asLong(0),
              json.path("chain_id").asString(""),
              json.path("height").asLong(0),
              time(json.path("time")),
              blockId(json.path("last_block_id")),
              hex(json.path("last_commit_hash")),
              hex(json.path("data_hash")),
              hex(json.path("validators_hash")),
              hex(json.path("next_validators_hash")),
              hex(json.path("consensus_hash")),
              hex(json.path("app_hash")),
              hex(json.path("last_results_hash")),
              hex(json.path("evidence_hash")),
              hex(json.path("proposer_address"))));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static CometBlockId blockId(JsonNode json) {
    return new CometBlockId(
        hex(json.path("hash")),
        json.path("parts").path("total").asInt(0),
        hex(json.path("parts").path("hash")));
  }

  private static CometTime time(JsonNode json) {
    Instant instant = Instant.parse(json.asString(""));
    return new CometTime(instant.getEpochSecond(), instant.getNano());
  }

  private static Bytes hex(JsonNode json) {
    return Bytes.fromHex(json.asString(""));
  }
}
