package weft.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import weft.engine.cometbft.rpc.HeaderJson;
import weft.engine.cometbft.rpc.SetMember;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.protocol.comet.CometBlockId;
import weft.protocol.comet.CometCommit;
import weft.protocol.comet.CometHeader;
import weft.protocol.comet.CometTime;
import weft.protocol.comet.CometValidator;
import weft.protocol.comet.CometValidators;
import weft.protocol.comet.CometVote;

/// Reads what an engine's RPC tells.
final class CometJson {
  private CometJson() {}

  static CometHeader header(JsonNode json) {
    return HeaderJson.read(json).orElseThrow();
  }

  /// By CometBFT's numbers: 1 absent, 2 for the block, 3 for none.
  private static CometVote.Flag flag(int number) {
    return switch (number) {
      case 1 -> CometVote.Flag.ABSENT;
      case 2 -> CometVote.Flag.COMMIT;
      case 3 -> CometVote.Flag.NIL;
      default -> throw new IllegalArgumentException("no flag: " + number);
    };
  }

  static CometCommit commit(JsonNode json) {
    List<CometVote> votes = new ArrayList<>();
    for (JsonNode vote : json.path("signatures")) {
      votes.add(
          new CometVote(
              flag(vote.path("block_id_flag").asInt()),
              hex(vote.path("validator_address")),
              time(vote.path("timestamp")),
              Bytes.wrap(Base64.getDecoder().decode(vote.path("signature").asString("")))));
    }
    return new CometCommit(
        json.path("height").asLong(),
        json.path("round").asInt(),
        blockId(json.path("block_id")),
        votes);
  }

  static CometValidators validators(List<SetMember> members) {
    return CometValidators.of(
        members.stream()
            .map(
                member ->
                    new CometValidator(Ed25519PublicKey.of(member.publicKey()), member.power()))
            .toList());
  }

  private static CometBlockId blockId(JsonNode json) {
    return new CometBlockId(
        hex(json.path("hash")),
        json.path("parts").path("total").asInt(),
        hex(json.path("parts").path("hash")));
  }

  private static CometTime time(JsonNode json) {
    Instant instant = Instant.parse(json.asString());
    return new CometTime(instant.getEpochSecond(), instant.getNano());
  }

  private static Bytes hex(JsonNode json) {
    return Bytes.fromHex(json.asString(""));
  }
}
