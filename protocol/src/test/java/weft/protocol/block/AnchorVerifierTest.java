package weft.protocol.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.MerkleProof;
import weft.protocol.BlockGen;
import weft.protocol.SampleBlocks;
import weft.protocol.SampleValidators;
import weft.protocol.TamperedBlocks;
import weft.protocol.TransactionGen;
import weft.protocol.validator.BlockStatement;
import weft.protocol.verdict.Verdict;

class AnchorVerifierTest {
  private final SampleBlocks samples = new SampleBlocks();

  @Test
  void anchorOfTheValidatorIsValid() {
    for (BlockGen.Block block : List.of(samples.first(), samples.second(), samples.empty())) {
      SignedAnchor anchor = block.anchor();
      assertThat(AnchorVerifier.verify(anchor, samples.trusted()))
          .isEqualTo(
              Verdict.valid(
                  new VerifiedAnchor(
                      block.header().chainId(),
                      block.header().height(),
                      block.header().timeMs(),
                      block.header().hash(),
                      Preamble.decode(anchor.preamble()).lanesRoot(),
                      Preamble.decode(anchor.preamble()).laneCount(),
                      anchor.commit().appHash())));
    }
  }

  @Test
  void everyTamperedPartIsRefused() {
    Set<String> rules = new TreeSet<>();
    for (SignedAnchor tampered : TamperedBlocks.anchors(samples.first().anchor())) {
      rules.add(ruleOf(AnchorVerifier.verify(tampered, samples.trusted())));
    }
    assertThat(rules).containsExactly("BLOCK-1", "BLOCK-2", "BLOCK-3", "BLOCK-4", "BLOCK-5");
  }

  @Test
  void headerAndPreambleMustBeWellFormed() {
    SignedAnchor good = samples.first().anchor();
    SignedAnchor noHeader =
        new SignedAnchor(Bytes.EMPTY, good.preamble(), good.preambleProof(), good.commit());
    assertThat(ruleOf(AnchorVerifier.verify(noHeader, samples.trusted()))).isEqualTo("BLOCK-1");
    SignedAnchor noPreamble =
        new SignedAnchor(good.header(), Bytes.EMPTY, good.preambleProof(), good.commit());
    assertThat(ruleOf(AnchorVerifier.verify(noPreamble, samples.trusted()))).isEqualTo("BLOCK-2");
  }

  @Test
  void otherChainIsRefused() {
    TrustedValidator other =
        new TrustedValidator(SampleBlocks.CHAIN_ID + 1, samples.trusted().validator());
    assertThat(ruleOf(AnchorVerifier.verify(samples.first().anchor(), other))).isEqualTo("BLOCK-3");
  }

  @Test
  void preambleMustBeFirstOfAllEntries() {
    SignedAnchor good = samples.first().anchor();
    for (MerkleProof proof : TamperedBlocks.proofs(good.preambleProof())) {
      SignedAnchor anchor = new SignedAnchor(good.header(), good.preamble(), proof, good.commit());
      assertThat(ruleOf(AnchorVerifier.verify(anchor, samples.trusted()))).isEqualTo("BLOCK-4");
    }
  }

  @Test
  void otherValidatorIsRefused() {
    TrustedValidator other =
        new TrustedValidator(SampleBlocks.CHAIN_ID, new TransactionGen(1).address());
    assertThat(ruleOf(AnchorVerifier.verify(samples.first().anchor(), other))).isEqualTo("BLOCK-5");
  }

  @Test
  void networksAnchorIsRefused() {
    SampleValidators validators = SampleValidators.of("network", 1, 1, 1, 1);
    BlockStatement statement = SampleValidators.statement(1, validators.set());
    BlockAnchor anchor =
        new AttestedAnchor(statement, validators.set().hash(), validators.attestAll(statement));
    assertThat(ruleOf(AnchorVerifier.verify(anchor, samples.trusted()))).isEqualTo("BLOCK-9");
  }

  @Test
  void rememberedAnchorGivesTheSameVerdict() {
    AnchorCheck check = AnchorCheck.remembering(samples.trusted(), 1);
    for (BlockGen.Block block :
        List.of(samples.first(), samples.first(), samples.second(), samples.first())) {
      assertThat(check.check(block.anchor()))
          .isEqualTo(AnchorVerifier.verify(block.anchor(), samples.trusted()));
    }
    assertThat(check.check(samples.first().anchor()))
        .isSameAs(check.check(new SampleBlocks().first().anchor()));
  }

  @Test
  void tamperedAnchorIsNotTakenForARememberedOne() {
    AnchorCheck check = AnchorCheck.remembering(samples.trusted(), 4);
    assertThat(check.check(samples.first().anchor()).isValid()).isTrue();
    for (SignedAnchor tampered : TamperedBlocks.anchors(samples.first().anchor())) {
      assertThat(check.check(tampered).isValid()).isFalse();
    }
    assertThatThrownBy(() -> AnchorCheck.remembering(samples.trusted(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String ruleOf(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Invalid<?>(String rule, String reason) -> {
        assertThat(reason).isNotEmpty();
        yield rule;
      }
      case Verdict.Valid<?> valid -> throw new AssertionError("taken for valid: " + valid);
    };
  }
}
