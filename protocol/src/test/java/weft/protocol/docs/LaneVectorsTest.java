package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.primitives.Address;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// The published vectors of lanes: made by this code, judged by this code and by a foreign
/// verifier.
class LaneVectorsTest {
  private static final VectorFile FILE = new VectorFile("lanes.json");

  @Test
  void publishedVectorsAreWhatThisCodeMakes() {
    FILE.expect(new LaneCases().all());
  }

  @Test
  void verdictsAreAsPublished() {
    JsonNode all = FILE.read();
    TrustedValidator trusted =
        new TrustedValidator(
            all.get("trusted").get("chainId").asLong(),
            Address.fromHex(all.get("trusted").get("validator").asString()));
    for (JsonNode one : all.get("laneBlocks")) {
      assertVerdict(
          one,
          LaneVerifier.verifyLaneBlock(
              ProofJson.provenLaneBlock(one.get("proof")), rollup(one), trusted));
    }
    for (JsonNode one : all.get("payloads")) {
      assertVerdict(
          one,
          LaneVerifier.verifyPayload(
              ProofJson.payloadProof(one.get("proof")), rollup(one), trusted));
    }
    for (JsonNode one : all.get("absences")) {
      assertVerdict(
          one,
          LaneVerifier.verifyAbsence(
              ProofJson.absenceProof(one.get("proof")),
              rollup(one),
              one.get("height").asLong(),
              trusted));
    }
    for (JsonNode one : all.get("follows")) {
      LaneHeader next = LaneHeader.decode(ProofJson.bytes(one, "next"));
      assertVerdict(
          one,
          one.has("previous")
              ? LaneVerifier.verifyFollows(
                  LaneHeader.decode(ProofJson.bytes(one, "previous")), next)
              : LaneVerifier.verifyFirst(next));
    }
  }

  /// The verifier in JavaScript shares no code with this one.
  @Test
  void foreignVerifierAgrees() throws IOException, InterruptedException {
    assumeTrue(isOnPath("node"), "node is not installed: verify.mjs is not run");
    Path script = VectorFile.root().resolve("docs/protocol/vectors/verify.mjs");
    Process process =
        new ProcessBuilder("node", script.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).matches(Pattern.compile("\\d+ verdicts as published\\R"));
  }

  private static void assertVerdict(JsonNode one, Verdict<?> verdict) {
    String rule =
        switch (verdict) {
          case Verdict.Valid<?> _ -> "";
          case Verdict.Invalid<?> invalid -> invalid.rule();
        };
    assertThat(rule).as("%s", verdict).isEqualTo(one.get("rule").asString());
  }

  private static RollupId rollup(JsonNode one) {
    return RollupId.of(one.get("rollup").asString());
  }

  private static boolean isOnPath(String tool) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }
}
