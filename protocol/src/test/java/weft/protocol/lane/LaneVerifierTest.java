package weft.protocol.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.PrivateKey;
import weft.protocol.SampleBlocks;
import weft.protocol.TamperedBlocks;
import weft.protocol.TransactionGen;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.CommitDigest;
import weft.protocol.block.Preamble;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

class LaneVerifierTest {
  private static final PrivateKey LIAR = PrivateKey.fromSeed(Bytes.utf8("liar"));

  private final SampleBlocks samples = new SampleBlocks();
  private final TrustedValidator trusted = samples.trusted();

  @Test
  void laneBlocksAreValidAndFollowEachOther() {
    for (RollupId rollup : SampleBlocks.ROLLUPS) {
      VerifiedLaneBlock first = valid(verify(samples.first().proven(rollup), rollup));
      VerifiedLaneBlock second = valid(verify(samples.second().proven(rollup), rollup));
      assertThat(first.hash()).isEqualTo(first.header().hash());
      assertThat(first.entries()).hasSize(first.header().payloadCount());
      assertThat(first.anchor().orElseThrow().blockHash())
          .isEqualTo(samples.first().header().hash());
      assertThat(LaneVerifier.verifyFirst(first.header())).isEqualTo(Verdict.valid(first.header()));
      assertThat(LaneVerifier.verifyFollows(first.header(), second.header()))
          .isEqualTo(Verdict.valid(second.header()));
    }
  }

  @Test
  void sameVerdictsWithARememberedAnchor() {
    AnchorCheck anchors = AnchorCheck.remembering(trusted, 2);
    for (RollupId rollup : SampleBlocks.ROLLUPS) {
      ProvenLaneBlock proven = samples.first().proven(rollup);
      assertThat(LaneVerifier.verifyLaneBlock(proven, rollup, anchors))
          .isEqualTo(verify(proven, rollup));
    }
  }

  @Test
  void everyTamperedProofIsRefused() {
    RollupId rollup = SampleBlocks.ROLLUPS.get(4);
    ProvenLaneBlock good = samples.first().proven(rollup);
    Set<String> rules = new TreeSet<>();
    for (LaneBlockProof proof : TamperedBlocks.laneBlockProofs(good.proof())) {
      rules.add(ruleOf(verify(new ProvenLaneBlock(good.laneBlock(), proof), rollup)));
    }
    assertThat(rules).contains("LANE-3", "BLOCK-1", "BLOCK-4", "BLOCK-5");
  }

  @Test
  void everyTamperedHeaderIsRefused() {
    RollupId rollup = SampleBlocks.ROLLUPS.get(4);
    ProvenLaneBlock good = samples.first().proven(rollup);
    Set<String> rules = new TreeSet<>();
    for (Bytes header : TamperedBlocks.bytes(good.laneBlock().header())) {
      LaneBlock tampered = new LaneBlock(header, good.laneBlock().entries());
      rules.add(ruleOf(verify(new ProvenLaneBlock(tampered, good.proof()), rollup)));
    }
    assertThat(rules).containsExactly("LANE-1", "LANE-2", "LANE-3");
  }

  @Test
  void everyTamperedEntryIsRefused() {
    RollupId rollup = SampleBlocks.ROLLUPS.get(1);
    ProvenLaneBlock good = samples.first().proven(rollup);
    Set<String> rules = new TreeSet<>();
    for (int i = 0; i < good.laneBlock().entries().size(); i++) {
      for (Bytes entry : TamperedBlocks.bytes(good.laneBlock().entries().get(i))) {
        List<Bytes> entries = new ArrayList<>(good.laneBlock().entries());
        entries.set(i, entry);
        rules.add(ruleOf(verify(withEntries(good, entries), rollup)));
      }
    }
    assertThat(rules).containsExactly("LANE-5", "LANE-7", "LANE-8");
  }

  @Test
  void missingAdditionalAndSwappedEntriesAreRefused() {
    RollupId rollup = SampleBlocks.ROLLUPS.get(2);
    ProvenLaneBlock good = samples.first().proven(rollup);
    List<Bytes> entries = good.laneBlock().entries();
    List<Bytes> missing = entries.subList(1, entries.size());
    assertThat(ruleOf(verify(withEntries(good, missing), rollup))).isEqualTo("LANE-6");
    assertThat(ruleOf(verify(withEntries(good, List.of()), rollup))).isEqualTo("LANE-6");
    List<Bytes> additional = new ArrayList<>(entries);
    additional.add(entries.getFirst());
    assertThat(ruleOf(verify(withEntries(good, additional), rollup))).isEqualTo("LANE-6");
    List<Bytes> swapped = new ArrayList<>(entries);
    Collections.swap(swapped, 0, 1);
    assertThat(ruleOf(verify(withEntries(good, swapped), rollup))).isEqualTo("LANE-8");
  }

  @Test
  void laneBlockOfAnotherRollupIsRefused() {
    ProvenLaneBlock other = samples.first().proven(SampleBlocks.ROLLUPS.get(0));
    assertThat(ruleOf(verify(other, SampleBlocks.ROLLUPS.get(1)))).isEqualTo("LANE-2");
  }

  @Test
  void laneBlockUnderAnotherBlockIsRefused() {
    RollupId rollup = SampleBlocks.ROLLUPS.get(0);
    ProvenLaneBlock mixed =
        new ProvenLaneBlock(
            samples.first().proven(rollup).laneBlock(), samples.second().proven(rollup).proof());
    assertThat(ruleOf(verify(mixed, rollup))).isEqualTo("LANE-3");
  }

  @Test
  void headerThatNamesAnotherBlockIsRefusedEvenFromTheValidator() {
    RollupId rollup = RollupId.of("amm-east");
    LaneBlock laneBlock = samples.first().proven(rollup).laneBlock();
    BlockHeader height =
        new BlockHeader(7, 41, 1_700_000_000_000L, zero(), zero(), zero(), LIAR.address());
    BlockHeader time =
        new BlockHeader(7, 40, 1_700_000_000_001L, zero(), zero(), zero(), LIAR.address());
    for (BlockHeader header : List.of(height, time)) {
      ProvenLaneBlock proven = signedByLiar(header, laneBlock);
      assertThat(
              ruleOf(
                  LaneVerifier.verifyLaneBlock(
                      proven, rollup, new TrustedValidator(7, LIAR.address()))))
          .isEqualTo("LANE-4");
    }
  }

  @Test
  void gapForkAndTimeTravelDoNotFollow() {
    LaneHeader first = new LaneHeader(rollupHash(), 1, zero(), 10, 100, zero(), 1, 1);
    assertFollows(first, follower(first, 2, first.hash(), 11, 101), "");
    assertFollows(first, follower(first, 3, first.hash(), 11, 101), "LANE-9");
    assertFollows(first, follower(first, 1, first.hash(), 11, 101), "LANE-9");
    assertFollows(first, follower(first, 2, zero(), 11, 101), "LANE-10");
    assertFollows(first, follower(first, 2, first.hash(), 10, 101), "LANE-11");
    assertFollows(first, follower(first, 2, first.hash(), 11, 100), "LANE-11");
    LaneHeader other = new LaneHeader(zero(), 2, first.hash(), 11, 101, zero(), 1, 1);
    assertFollows(first, other, "LANE-9");
    LaneHeader last = new LaneHeader(rollupHash(), Long.MAX_VALUE, zero(), 10, 100, zero(), 1, 1);
    assertFollows(last, first, "LANE-9");
  }

  @Test
  void aRunOfHeadersLeadsFromOneLaneBlockToALaterOne() {
    LaneHeader from = new LaneHeader(rollupHash(), 4, zero(), 10, 100, zero(), 1, 1);
    List<LaneHeader> run = run(from, 50);
    assertThat(LaneVerifier.verifyChain(from, encoded(run)))
        .isEqualTo(Verdict.valid(run.getLast()));
    for (int left = 0; left < 49; left++) {
      List<Bytes> gap = new ArrayList<>(encoded(run));
      gap.remove(left);
      assertThat(ruleOf(LaneVerifier.verifyChain(from, gap)))
          .as("without %d", left)
          .isEqualTo("LANE-9");
      List<Bytes> fork = new ArrayList<>(encoded(run));
      LaneHeader was = run.get(left);
      Hash32 parent = was.parentLaneHash();
      fork.set(
          left,
          new LaneHeader(
                  was.rollupId(),
                  was.laneHeight(),
                  parent,
                  was.blockHeight(),
                  was.blockTimeMs(),
                  parent,
                  1,
                  1)
              .encode());
      assertThat(ruleOf(LaneVerifier.verifyChain(from, fork)))
          .as("fork at %d", left)
          .isEqualTo("LANE-10");
    }
    List<Bytes> broken = new ArrayList<>(encoded(run));
    broken.set(7, broken.get(7).slice(0, 132));
    assertThat(ruleOf(LaneVerifier.verifyChain(from, broken))).isEqualTo("LANE-1");
  }

  @Test
  void aLaneBlockIsTheOneThatLaterOnesLeadTo() {
    for (RollupId rollup : SampleBlocks.ROLLUPS) {
      LaneBlock first = samples.first().proven(rollup).laneBlock();
      LaneBlock second = samples.second().proven(rollup).laneBlock();
      List<LaneHeader> run =
          valid(
              LaneVerifier.verifyRun(
                  Optional.empty(), List.of(first.header(), second.header()), rollup));
      VerifiedLaneBlock proven =
          valid(LaneVerifier.verifyLaneBlock(first, rollup, run.getFirst().hash()));
      VerifiedLaneBlock own = valid(verify(samples.first().proven(rollup), rollup));
      assertThat(proven.anchor()).isEmpty();
      assertThat(proven.header()).isEqualTo(own.header());
      assertThat(proven.hash()).isEqualTo(own.hash());
      assertThat(proven.entries()).isEqualTo(own.entries());
      assertThat(ruleOf(LaneVerifier.verifyLaneBlock(second, rollup, run.getFirst().hash())))
          .isEqualTo("LANE-21");
      for (int entry = 0; entry < first.entries().size(); entry++) {
        List<Bytes> fewer = new ArrayList<>(first.entries());
        fewer.remove(entry);
        LaneBlock cut = new LaneBlock(first.header(), fewer);
        assertThat(ruleOf(LaneVerifier.verifyLaneBlock(cut, rollup, run.getFirst().hash())))
            .isEqualTo("LANE-6");
      }
      RollupId other = RollupId.of("another-one");
      assertThat(ruleOf(LaneVerifier.verifyLaneBlock(first, other, run.getFirst().hash())))
          .isEqualTo("LANE-2");
      assertThat(ruleOf(LaneVerifier.verifyRun(Optional.empty(), List.of(first.header()), other)))
          .isEqualTo("LANE-2");
    }
  }

  @Test
  void runsAreJudgedAsTheyLeadOn() {
    RollupId rollup = SampleBlocks.ROLLUPS.getFirst();
    LaneHeader from = new LaneHeader(rollup.hash(), 4, zero(), 10, 100, zero(), 1, 1);
    List<Bytes> run = encoded(run(from, 9));
    assertThat(valid(LaneVerifier.verifyRun(Optional.of(from), run, rollup)))
        .isEqualTo(run(from, 9));
    assertThat(ruleOf(LaneVerifier.verifyRun(Optional.of(from), run.subList(1, 9), rollup)))
        .isEqualTo("LANE-9");
    assertThat(ruleOf(LaneVerifier.verifyRun(Optional.empty(), List.of(), rollup)))
        .isEqualTo("LANE-20");
  }

  @Test
  void runsAreBounded() {
    LaneHeader from = new LaneHeader(rollupHash(), 1, zero(), 10, 100, zero(), 1, 1);
    assertThat(ruleOf(LaneVerifier.verifyChain(from, List.of()))).isEqualTo("LANE-20");
    List<Bytes> longest = encoded(run(from, LaneVerifier.MAX_RUN));
    assertThat(LaneVerifier.verifyChain(from, longest).isValid()).isTrue();
    List<Bytes> tooLong = new ArrayList<>(longest);
    tooLong.add(from.encode());
    assertThat(ruleOf(LaneVerifier.verifyChain(from, tooLong))).isEqualTo("LANE-20");
  }

  private static List<LaneHeader> run(LaneHeader from, int count) {
    List<LaneHeader> run = new ArrayList<>();
    LaneHeader last = from;
    for (int i = 0; i < count; i++) {
      long height = last.laneHeight() + 1;
      last = follower(last, height, last.hash(), last.blockHeight() + 2, last.blockTimeMs() + 9);
      run.add(last);
    }
    return run;
  }

  private static List<Bytes> encoded(List<LaneHeader> headers) {
    return headers.stream().map(LaneHeader::encode).toList();
  }

  @Test
  void firstLaneBlockHasHeightOneAndNoParent() {
    LaneHeader first = new LaneHeader(rollupHash(), 1, zero(), 10, 100, zero(), 1, 1);
    assertThat(LaneVerifier.verifyFirst(first).isValid()).isTrue();
    assertThat(ruleOf(LaneVerifier.verifyFirst(follower(first, 2, zero(), 10, 100))))
        .isEqualTo("LANE-12");
    assertThat(ruleOf(LaneVerifier.verifyFirst(follower(first, 1, first.hash(), 10, 100))))
        .isEqualTo("LANE-12");
  }

  @Test
  void payloadProofsAreValid() {
    for (int lane = 0; lane < SampleBlocks.ROLLUPS.size(); lane++) {
      LaneHeader header = samples.second().laneHeader(lane);
      RollupId rollup = rollupOf(header);
      for (int i = 0; i < header.payloadCount(); i++) {
        PayloadProof proof = samples.second().payloadProof(lane, i);
        VerifiedPayload payload = valid(LaneVerifier.verifyPayload(proof, rollup, trusted));
        assertThat(payload.index()).isEqualTo(i);
        assertThat(payload.header()).isEqualTo(header);
        assertThat(payload.laneHash()).isEqualTo(header.hash());
        assertThat(payload.entry().encode()).isEqualTo(proof.entry());
      }
    }
  }

  @Test
  void everyTamperedPayloadProofIsRefused() {
    RollupId rollup = rollupOf(samples.first().laneHeader(3));
    PayloadProof good = samples.first().payloadProof(3, 1);
    List<PayloadProof> tampered = new ArrayList<>();
    for (Bytes header : TamperedBlocks.bytes(good.laneHeader())) {
      tampered.add(new PayloadProof(header, good.entry(), good.entryProof(), good.laneBlock()));
    }
    for (Bytes entry : TamperedBlocks.bytes(good.entry())) {
      tampered.add(new PayloadProof(good.laneHeader(), entry, good.entryProof(), good.laneBlock()));
    }
    for (MerkleProof proof : TamperedBlocks.proofs(good.entryProof())) {
      tampered.add(new PayloadProof(good.laneHeader(), good.entry(), proof, good.laneBlock()));
    }
    for (LaneBlockProof proof : TamperedBlocks.laneBlockProofs(good.laneBlock())) {
      tampered.add(new PayloadProof(good.laneHeader(), good.entry(), good.entryProof(), proof));
    }
    Set<String> rules = new TreeSet<>();
    for (PayloadProof proof : tampered) {
      rules.add(ruleOf(LaneVerifier.verifyPayload(proof, rollup, trusted)));
    }
    assertThat(rules).contains("LANE-1", "LANE-2", "LANE-3", "LANE-5", "LANE-6", "LANE-8");
  }

  private Verdict<VerifiedLaneBlock> verify(ProvenLaneBlock proven, RollupId rollup) {
    return LaneVerifier.verifyLaneBlock(proven, rollup, trusted);
  }

  private static RollupId rollupOf(LaneHeader header) {
    return SampleBlocks.ROLLUPS.stream()
        .filter(rollup -> rollup.hash().equals(header.rollupId()))
        .findFirst()
        .orElseThrow();
  }

  private static ProvenLaneBlock withEntries(ProvenLaneBlock proven, List<Bytes> entries) {
    return new ProvenLaneBlock(new LaneBlock(proven.laneBlock().header(), entries), proven.proof());
  }

  /// A validator vouches for a lane header that does not fit the block it puts it in.
  private static ProvenLaneBlock signedByLiar(BlockHeader wanted, LaneBlock laneBlock) {
    Preamble preamble = new Preamble(MerkleTree.leafHash(laneBlock.header()), 1, 0);
    Hash32 dataHash = MerkleTree.leafHash(preamble.hash().bytes());
    BlockHeader header =
        new BlockHeader(
            wanted.chainId(),
            wanted.height(),
            wanted.timeMs(),
            wanted.parentHash(),
            dataHash,
            wanted.appHash(),
            wanted.proposer());
    Hash32 digest =
        CommitDigest.of(7, header.height(), header.hash(), preamble.lanesRoot(), zero());
    MerkleProof only = new MerkleProof(0, 1, List.of());
    SignedAnchor anchor =
        new SignedAnchor(
            header.encode(), preamble.encode(), only, new Commit(zero(), LIAR.sign(digest)));
    return new ProvenLaneBlock(laneBlock, new LaneBlockProof(anchor, only));
  }

  private static LaneHeader follower(
      LaneHeader previous, long laneHeight, Hash32 parent, long blockHeight, long timeMs) {
    return new LaneHeader(
        previous.rollupId(), laneHeight, parent, blockHeight, timeMs, zero(), 1, 1);
  }

  private static void assertFollows(LaneHeader previous, LaneHeader next, String brokenRule) {
    Verdict<LaneHeader> verdict = LaneVerifier.verifyFollows(previous, next);
    if (brokenRule.isEmpty()) {
      assertThat(verdict).isEqualTo(Verdict.valid(next));
    } else {
      assertThat(ruleOf(verdict)).isEqualTo(brokenRule);
    }
  }

  private static Hash32 zero() {
    return Hash32.ZERO;
  }

  private static Hash32 rollupHash() {
    return new TransactionGen(5).hash();
  }

  static <T> T valid(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Valid<T>(T value) -> value;
      case Verdict.Invalid<T> invalid -> throw new AssertionError(invalid.toString());
    };
  }

  static String ruleOf(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Invalid<?>(String rule, String reason) -> {
        assertThat(reason).isNotEmpty();
        yield rule;
      }
      case Verdict.Valid<?> valid -> throw new AssertionError("taken for valid: " + valid);
    };
  }
}
