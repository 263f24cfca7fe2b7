package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.protocol.comet.CometBlockId;
import weft.protocol.comet.CometCommit;
import weft.protocol.comet.CometHeader;
import weft.protocol.comet.CometTime;
import weft.protocol.comet.CometValidator;
import weft.protocol.comet.CometValidators;
import weft.protocol.comet.CommitVerifier;
import weft.protocol.comet.PrecommitSignBytes;
import weft.protocol.comet.VoteExtensionSignBytes;

/// What CometBFT's own packages sign, hash and accept, made by `protocol/src/test/go/cometvectors`.
class CometVectorsTest {
  private static final JsonNode ALL = new VectorFile("comet.json").read();

  @Test
  void extensionsAreSignedInTheSameBytes() {
    for (JsonNode one : ALL.get("extensions")) {
      assertThat(
              VoteExtensionSignBytes.of(
                  one.get("chainId").asString(),
                  one.get("height").asLong(),
                  one.get("round").asInt(),
                  ProofJson.bytes(one, "extension")))
          .isEqualTo(ProofJson.bytes(one, "signBytes"));
    }
  }

  @Test
  void votesAreSignedInTheSameBytes() {
    for (JsonNode one : ALL.get("votes")) {
      CometBlockId block =
          new CometBlockId(
              ProofJson.bytes(one, "blockHash"),
              one.get("partCount").asInt(),
              ProofJson.bytes(one, "partsHash"));
      assertThat(
              PrecommitSignBytes.of(
                  one.get("chainId").asString(),
                  one.get("height").asLong(),
                  one.get("round").asInt(),
                  block,
                  new CometTime(one.get("seconds").asLong(), one.get("nanos").asInt())))
          .isEqualTo(ProofJson.bytes(one, "signBytes"));
    }
  }

  @Test
  void headersHaveTheSameHashAndBytes() {
    for (JsonNode one : ALL.get("headers")) {
      Bytes encoded = ProofJson.bytes(one, "header");
      CometHeader header = CometHeader.decode(encoded);
      assertThat(header.encode()).isEqualTo(encoded);
      assertThat(header.hash().bytes()).isEqualTo(ProofJson.bytes(one, "hash"));
    }
  }

  @Test
  void setsHaveTheSameOrderHashAndMajority() {
    for (JsonNode one : ALL.get("sets")) {
      List<CometValidator> ordered = validators(one);
      List<CometValidator> reversed = new ArrayList<>(ordered);
      Collections.reverse(reversed);
      CometValidators set = CometValidators.of(reversed);
      assertThat(set.validators()).isEqualTo(ordered);
      assertThat(set.hash().bytes()).isEqualTo(ProofJson.bytes(one, "hash"));
      for (int i = 0; i < ordered.size(); i++) {
        assertThat(ordered.get(i).address().bytes())
            .isEqualTo(ProofJson.bytes(one.get("validators").get(i), "address"));
      }
      long twoThirds = one.get("twoThirds").asLong();
      assertThat(set.isMoreThanTwoThirds(twoThirds)).isFalse();
      assertThat(set.isMoreThanTwoThirds(twoThirds + 1)).isTrue();
    }
  }

  @Test
  void commitsAreJudgedAlike() {
    for (JsonNode one : ALL.get("commits")) {
      ProofJson.assertVerdict(
          one,
          CommitVerifier.verify(
              one.get("chainId").asString(),
              ProofJson.bytes(one, "header"),
              ProofJson.bytes(one, "commit"),
              CometValidators.of(validators(one))));
      if (one.get("rule").asString().isEmpty()) {
        Bytes commit = ProofJson.bytes(one, "commit");
        assertThat(CometCommit.decode(commit).encode()).isEqualTo(commit);
      }
    }
  }

  private static List<CometValidator> validators(JsonNode one) {
    List<CometValidator> validators = new ArrayList<>();
    for (JsonNode validator : one.get("validators")) {
      validators.add(
          new CometValidator(
              Ed25519PublicKey.of(ProofJson.bytes(validator, "key")),
              validator.get("power").asLong()));
    }
    return validators;
  }
}
