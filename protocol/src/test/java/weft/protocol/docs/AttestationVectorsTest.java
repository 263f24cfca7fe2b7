package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.light.LightClient;
import weft.protocol.light.TrustedPoint;
import weft.protocol.light.ValidatorChange;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;
import weft.protocol.verdict.Verdict;

/// The published vectors of attestations: made by this code and judged by it. The foreign verifier
/// is run by `ForeignAttestationsTest`.
class AttestationVectorsTest {
  private static final VectorFile FILE = new VectorFile("attestations.json");

  @Test
  void publishedVectorsAreWhatThisCodeMakes() {
    FILE.expect(new AttestationCases().all());
  }

  @Test
  void layoutsAreReadAsPublished() {
    JsonNode all = FILE.read();
    for (JsonNode one : all.get("sets")) {
      Bytes encoded = ProofJson.bytes(one, "validators");
      ValidatorSet set = ValidatorSet.decode(encoded);
      assertThat(set.encode()).isEqualTo(encoded);
      assertThat(set.hash().bytes()).isEqualTo(ProofJson.bytes(one, "hash"));
    }
    for (JsonNode one : all.get("statements")) {
      BlockStatement statement = BlockStatement.decode(ProofJson.bytes(one, "statement"));
      assertThat(statement.digest().bytes()).isEqualTo(ProofJson.bytes(one, "digest"));
    }
    for (JsonNode one : all.get("extensions")) {
      assertThat(VoteExtension.decode(ProofJson.bytes(one, "extension")))
          .contains(
              new VoteExtension(ProofJson.bytes(one, "attestation"), one.get("clockMs").asLong()));
    }
    for (JsonNode one : all.get("extendedCommits")) {
      Bytes encoded = ProofJson.bytes(one, "extendedCommit");
      assertThat(ExtendedCommit.decode(encoded).encode()).isEqualTo(encoded);
    }
  }

  @Test
  void validatorsProvePossession() {
    for (JsonNode set : FILE.read().get("sets")) {
      for (JsonNode member : set.get("members")) {
        BlsPublicKey key = BlsPublicKey.of(ProofJson.bytes(member, "blsKey")).orElseThrow();
        BlsSignature proof = BlsSignature.of(ProofJson.bytes(member, "possession")).orElseThrow();
        assertThat(key.isPossessed(proof)).isTrue();
        assertThat(key.verifies(key.bytes(), proof)).isFalse();
      }
    }
  }

  @Test
  void attestationsAreJudgedAsPublished() {
    for (JsonNode one : FILE.read().get("attestations")) {
      ProofJson.assertVerdict(one, judge(one));
    }
  }

  private static Verdict<Attestation> judge(JsonNode one) {
    String rule = "ATT-1";
    try {
      ValidatorSet set = ValidatorSet.decode(ProofJson.bytes(one, "validators"));
      rule = "ATT-3";
      BlockStatement statement = BlockStatement.decode(ProofJson.bytes(one, "statement"));
      rule = "ATT-10";
      Attestation attestation = Attestation.decode(ProofJson.bytes(one, "attestation"));
      return attestation.verify(statement.digest(), set);
    } catch (MalformedException e) {
      return Verdict.invalid(rule, String.valueOf(e.getMessage()));
    }
  }

  @Test
  void chainsAreFollowedAsPublished() {
    for (JsonNode chain : FILE.read().get("chains")) {
      JsonNode point = chain.get("point");
      LightClient client =
          LightClient.startingAt(
              new TrustedPoint(
                  point.get("chainId").asLong(),
                  point.get("height").asLong(),
                  ValidatorSet.decode(ProofJson.bytes(point, "validators")),
                  point.get("timeMs").asLong()),
              chain.get("trustingPeriodMs").asLong());
      for (JsonNode step : chain.get("steps")) {
        ProofJson.assertVerdict(step, take(client, step));
      }
    }
  }

  private static Verdict<?> take(LightClient client, JsonNode step) {
    BlockStatement statement = BlockStatement.decode(ProofJson.bytes(step, "statement"));
    Attestation attestation = Attestation.decode(ProofJson.bytes(step, "attestation"));
    long nowMs = step.get("nowMs").asLong();
    if (step.get("do").asString().equals("check")) {
      return client.check(statement, attestation, nowMs);
    }
    ValidatorSet next = ValidatorSet.decode(ProofJson.bytes(step, "nextValidators"));
    return client.follow(new ValidatorChange(statement, attestation, next), nowMs);
  }
}
