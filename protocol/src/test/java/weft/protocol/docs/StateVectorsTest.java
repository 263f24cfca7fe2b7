package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.protocol.StateGen;
import weft.protocol.state.StateVerifier;

/// The published vectors of the state: made by this code and judged by it. The foreign verifiers
/// are run by `ForeignVectorsTest` and, in module ledger, by `ForeignVerifierTest`.
class StateVectorsTest {
  private static final VectorFile FILE = new VectorFile("state.json");

  @Test
  void publishedVectorsAreWhatThisCodeMakes() {
    FILE.expect(new StateCases().all());
  }

  @Test
  void verdictsAreAsPublished() {
    JsonNode all = FILE.read();
    for (JsonNode one : all.get("proofs")) {
      ProofJson.assertVerdict(
          one,
          StateVerifier.verify(
              ProofJson.stateProof(one.get("proof")),
              ProofJson.bytes(one, "key"),
              ProofJson.trusted(all)));
    }
  }

  @Test
  void rootsAreThoseOfTheEntries() {
    for (JsonNode one : FILE.read().get("states")) {
      StateGen state = new StateGen();
      for (JsonNode entry : one.get("entries")) {
        state.put(ProofJson.bytes(entry, "key"), ProofJson.bytes(entry, "value"));
      }
      assertThat(state.root().toString()).isEqualTo(one.get("root").asString());
    }
  }
}
