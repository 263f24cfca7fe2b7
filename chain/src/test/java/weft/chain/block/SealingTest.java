package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.AgreeingChains;
import weft.chain.fixture.TestNetwork;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.protocol.block.Preamble;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// When the attestation of a network's block is known: at once where the node saw enough votes, one
/// block later for all, and whatever a third of power sends.
final class SealingTest {
  private final TestNetwork network = TestNetwork.of(4, 1);
  private final AgreeingChains chains = new AgreeingChains(network);
  private final ValidatorSet set = chains.proposer().validatorSets().current();
  private final BlockCandidate block = chains.candidate();
  private final SortedMap<Address, Bytes> honest = chains.honest(block);

  @Test
  void atOnceWithTheVotesThatTheNodeSaw() {
    CommittedBlock committed = chains.commit(block, honest, honest);
    BlockSeal.Network seal = (BlockSeal.Network) committed.seal();
    assertAttests(seal, 4);
    assertThat(committed.parentSeal()).isEmpty();
    assertThat(seal.validatorsHash()).isEqualTo(set.hash());
    assertThat(seal.statement())
        .isEqualTo(
            new BlockStatement(
                chains.proposer().chainId(),
                1,
                committed.header().timeMs(),
                committed.blockHash(),
                Preamble.decode(block.entries().getFirst()).lanesRoot(),
                0,
                committed.appHash(),
                chains.proposer().validatorSets().current().hash()));
    assertThat(chains.step().parentSeal()).as("what is known is not told again").isEmpty();
  }

  @Test
  void oneBlockLaterWithTheVotesThatItCarries() {
    CommittedBlock committed = chains.commit(block, honest, Collections.emptySortedMap());
    assertThat(committed.seal().anchor()).isEmpty();
    BlockSeal.Network late = chains.step().parentSeal().orElseThrow();
    assertThat(late.statement()).isEqualTo(((BlockSeal.Network) committed.seal()).statement());
    assertAttests(late, 4);
  }

  @Test
  void withBadSignaturesOfAThirdOfPower() {
    Address liar = set.get(2).consensusAddress();
    Bytes otherDigest = Sha256.hash(Bytes.utf8("another block")).bytes();
    for (Bytes bad :
        List.of(
            network.member(liar).bls().sign(otherDigest).bytes(),
            VoteExtension.decode(honestOf(1)).orElseThrow().attestation(),
            Bytes.fromHex("c0" + "00".repeat(95)),
            Bytes.wrap(new byte[96]))) {
      TreeMap<Address, Bytes> sent = new TreeMap<>(honest);
      sent.put(liar, new VoteExtension(bad, block.timeMs()).encode());
      BlockSeal.Network seal = Sealing.seal(statement(), set, sent);
      assertAttests(seal, 3);
      assertThat(seal.attestation().orElseThrow().isSigner(2)).isFalse();
    }
  }

  @Test
  void notWithMoreBadSignatures() {
    TreeMap<Address, Bytes> sent = new TreeMap<>(honest);
    sent.pollFirstEntry();
    assertAttests(Sealing.seal(statement(), set, sent), 3);
    sent.pollFirstEntry();
    assertThat(Sealing.seal(statement(), set, sent).attestation()).isEmpty();
    assertThat(Sealing.seal(statement(), set, Collections.emptySortedMap()).anchor()).isEmpty();
  }

  @Test
  void afterABlockWithoutEnoughGoodVotesItStaysUnknown() {
    TreeMap<Address, Bytes> sent = new TreeMap<>(honest);
    for (int index = 0; index < 2; index++) {
      Bytes bad = new VoteExtension(Bytes.wrap(new byte[96]), block.timeMs()).encode();
      sent.put(set.get(index).consensusAddress(), bad);
    }
    chains.commit(block, sent, sent);
    assertThat(chains.step().parentSeal()).isEmpty();
    assertThat(chains.step().parentSeal()).as("the chain goes on").isPresent();
  }

  @Test
  void theNextValidatorsAreShownByMoreThanAThird() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 20; round++) {
      AgreeingChains some = new AgreeingChains(network);
      BlockCandidate first = some.candidate();
      TreeMap<Address, Bytes> sent = new TreeMap<>(some.honest(first));
      List<Integer> bad =
          random.ints(0, 4).distinct().limit(random.nextInt(4)).sorted().boxed().toList();
      for (int index : bad) {
        Bytes extension = new VoteExtension(Bytes.wrap(new byte[96]), first.timeMs()).encode();
        sent.put(set.get(index).consensusAddress(), extension);
      }
      Optional<BlockSeal> seal =
          Optional.of(some.commit(first, sent, Collections.emptySortedMap()).seal());
      Optional<BlockSeal.Network> shown = Sealing.handOver(seal, set, some.candidate());
      assertThat(shown.isPresent()).isEqualTo(bad.size() < 3);
      shown.ifPresent(
          known -> {
            Attestation attestation = known.attestation().orElseThrow();
            assertThat(attestation.verifyHandOver(known.statement().digest(), set).isValid())
                .isTrue();
            assertThat(attestation.signingPower(set)).isEqualTo(10L * (4 - bad.size()));
          });
    }
  }

  /// A node that was brought here by a snapshot does not know what was attested before.
  @Test
  void nothingIsSaidAboutABlockThatWasNotExecutedHere() {
    chains.commit(block, honest, Collections.emptySortedMap());
    BlockCandidate next = chains.candidate();
    assertThat(Sealing.parentSeal(Optional.empty(), set, next)).isEmpty();
  }

  @Test
  void strangersAndAnyBytesAreHarmless() {
    SplittableRandom random = new SplittableRandom(9);
    for (int size = 0; size <= 1100; size += 1 + size / 20) {
      TreeMap<Address, Bytes> sent = new TreeMap<>(honest);
      byte[] raw = new byte[size];
      random.nextBytes(raw);
      sent.put(set.get(0).consensusAddress(), Bytes.wrap(raw));
      sent.put(network.account(0).address(), honestOf(1));
      byte[] attestation = new byte[96];
      random.nextBytes(attestation);
      attestation[0] |= (byte) 0x80;
      if (random.nextBoolean()) {
        sent.put(
            set.get(0).consensusAddress(), new VoteExtension(Bytes.wrap(attestation), 0).encode());
      }
      assertAttests(Sealing.seal(statement(), set, sent), 3);
    }
  }

  private Bytes honestOf(int index) {
    return Objects.requireNonNull(honest.get(set.get(index).consensusAddress()));
  }

  private BlockStatement statement() {
    ExecutedBlock executed = chains.proposer().finalizeBlock(block);
    return chains.proposer().statement(executed, TestNetwork.blockHash(block));
  }

  private void assertAttests(BlockSeal.Network seal, int signers) {
    Attestation attestation = seal.attestation().orElseThrow();
    assertThat(attestation.attests(seal.statement().digest(), set)).isTrue();
    assertThat(attestation.signingPower(set)).isEqualTo(10L * signers);
  }
}
