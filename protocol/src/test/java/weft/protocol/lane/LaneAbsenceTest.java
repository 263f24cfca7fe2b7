package weft.protocol.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.MerkleProof;
import weft.protocol.BlockGen;
import weft.protocol.SampleBlocks;
import weft.protocol.TamperedBlocks;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

class LaneAbsenceTest {
  private final SampleBlocks samples = new SampleBlocks();
  private final TrustedValidator trusted = samples.trusted();
  private final BlockGen.Block block = samples.first();

  @Test
  void absentRollupsAreProvenAbsentAtEveryPlace() {
    Set<String> places = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      RollupId rollup = RollupId.of("absent-" + i);
      LaneAbsenceProof proof = block.absenceProof(rollup);
      places.add(proof.left().isPresent() + " " + proof.right().isPresent());
      VerifiedAnchor anchor = LaneVerifierTest.valid(verify(proof, rollup));
      assertThat(anchor.blockHash()).isEqualTo(block.header().hash());
    }
    assertThat(places).containsExactly("false true", "true false", "true true");
  }

  @Test
  void noRollupHasALaneInABlockWithoutLanes() {
    LaneAbsenceProof proof = samples.empty().absenceProof(SampleBlocks.ABSENT);
    assertThat(proof.left()).isEmpty();
    assertThat(proof.right()).isEmpty();
    assertThat(LaneVerifier.verifyAbsence(proof, SampleBlocks.ABSENT, 43, trusted).isValid())
        .isTrue();
    LaneAbsenceProof withNeighbour =
        new LaneAbsenceProof(samples.empty().anchor(), block.neighbour(0), Optional.empty());
    assertThat(
            LaneVerifierTest.ruleOf(
                LaneVerifier.verifyAbsence(withNeighbour, SampleBlocks.ABSENT, 43, trusted)))
        .isEqualTo("LANE-14");
  }

  @Test
  void presentRollupCannotBeProvenAbsent() {
    for (int lane = 0; lane < SampleBlocks.ROLLUPS.size(); lane++) {
      for (RollupId rollup : SampleBlocks.ROLLUPS) {
        LaneAbsenceProof between =
            new LaneAbsenceProof(block.anchor(), block.neighbour(lane - 1), block.neighbour(lane));
        assertThat(LaneVerifierTest.ruleOf(verify(between, rollup))).isEqualTo("LANE-16");
      }
    }
    LaneAbsenceProof none =
        new LaneAbsenceProof(block.anchor(), Optional.empty(), Optional.empty());
    assertThat(LaneVerifierTest.ruleOf(verify(none, SampleBlocks.ABSENT))).isEqualTo("LANE-14");
  }

  @Test
  void neighboursMustBeAdjacent() {
    RollupId rollup = SampleBlocks.ROLLUPS.get(0);
    for (int left = -1; left < 5; left++) {
      for (int right = 0; right <= 5; right++) {
        boolean hasNeighbour = left >= 0 || right < 5;
        if (right != left + 1 && hasNeighbour) {
          LaneAbsenceProof proof =
              new LaneAbsenceProof(block.anchor(), block.neighbour(left), block.neighbour(right));
          assertThat(LaneVerifierTest.ruleOf(verify(proof, rollup))).isEqualTo("LANE-15");
        }
      }
    }
  }

  @Test
  void otherHeightIsRefused() {
    LaneAbsenceProof proof = block.absenceProof(SampleBlocks.ABSENT);
    assertThat(
            LaneVerifierTest.ruleOf(
                LaneVerifier.verifyAbsence(proof, SampleBlocks.ABSENT, 41, trusted)))
        .isEqualTo("LANE-13");
  }

  @Test
  void everyTamperedPartIsRefused() {
    RollupId rollup = middle();
    LaneAbsenceProof good = block.absenceProof(rollup);
    LaneAbsenceProof.Neighbour left = good.left().orElseThrow();
    LaneAbsenceProof.Neighbour right = good.right().orElseThrow();
    Set<String> rules = new TreeSet<>();
    for (SignedAnchor anchor : TamperedBlocks.anchors((SignedAnchor) good.anchor())) {
      rules.add(rule(new LaneAbsenceProof(anchor, good.left(), good.right()), rollup));
    }
    for (LaneAbsenceProof.Neighbour bad : tampered(left)) {
      rules.add(rule(new LaneAbsenceProof(good.anchor(), Optional.of(bad), good.right()), rollup));
    }
    for (LaneAbsenceProof.Neighbour bad : tampered(right)) {
      rules.add(rule(new LaneAbsenceProof(good.anchor(), good.left(), Optional.of(bad)), rollup));
    }
    rules.add(rule(new LaneAbsenceProof(good.anchor(), good.right(), good.left()), rollup));
    assertThat(rules).contains("LANE-1", "LANE-3", "LANE-15", "BLOCK-5");
  }

  private RollupId middle() {
    for (int i = 0; ; i++) {
      RollupId rollup = RollupId.of("absent-" + i);
      LaneAbsenceProof proof = block.absenceProof(rollup);
      if (proof.left().isPresent() && proof.right().isPresent()) {
        return rollup;
      }
    }
  }

  private static List<LaneAbsenceProof.Neighbour> tampered(LaneAbsenceProof.Neighbour good) {
    List<LaneAbsenceProof.Neighbour> tampered = new ArrayList<>();
    for (Bytes header : TamperedBlocks.bytes(good.laneHeader())) {
      tampered.add(new LaneAbsenceProof.Neighbour(header, good.laneProof()));
    }
    for (MerkleProof proof : TamperedBlocks.proofs(good.laneProof())) {
      tampered.add(new LaneAbsenceProof.Neighbour(good.laneHeader(), proof));
    }
    return tampered;
  }

  private String rule(LaneAbsenceProof proof, RollupId rollup) {
    return LaneVerifierTest.ruleOf(verify(proof, rollup));
  }

  private Verdict<VerifiedAnchor> verify(LaneAbsenceProof proof, RollupId rollup) {
    return LaneVerifier.verifyAbsence(proof, rollup, 40, trusted);
  }
}
