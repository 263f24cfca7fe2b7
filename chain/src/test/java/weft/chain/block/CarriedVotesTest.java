package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Address;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// The votes in a block's second entry by themselves: signatures, the median of clocks against a
/// slow oracle, and extensions of any bytes.
final class CarriedVotesTest {
  private static final long PARENT_MS = 1_000;
  private static final long ENGINE_MS = 5_000;
  private static final Bytes ATTESTATION = Bytes.wrap(new byte[96]);

  private final TestNetwork network = TestNetwork.of(7, 0);
  private final ValidatorSet set =
      network.open(InMemoryChainStore.unaudited()).validatorSets().last();
  private final CarriedVotes votes = votes(set);

  private static CarriedVotes votes(ValidatorSet set) {
    return new CarriedVotes(set, Chain.engineName(TestTransactions.CHAIN_ID), 1);
  }

  @Test
  void exec22MedianIsThatOfAllPowerCountedOut() {
    SplittableRandom random = new SplittableRandom(22);
    for (int i = 0; i < 2_000; i++) {
      List<Validator> validators = new ArrayList<>();
      int count = 1 + random.nextInt(7);
      for (int index = 0; index < count; index++) {
        validators.add(set.get(index).withPower(1 + random.nextInt(9)));
      }
      ValidatorSet weighted = ValidatorSet.of(validators);
      List<CommitVote> cast = new ArrayList<>();
      for (Validator validator : weighted.validators()) {
        cast.add(unsigned(validator, anyExtension(random)));
      }
      ExtendedCommit carried = new ExtendedCommit(0, cast);
      assertThat(votes(weighted).timeMs(carried, PARENT_MS, ENGINE_MS))
          .as("case %d: %s", i, cast)
          .isEqualTo(slowTimeMs(carried, weighted));
    }
  }

  /// Writes each clock down as often as its validator has power, sorts, and takes the middle.
  private static long slowTimeMs(ExtendedCommit carried, ValidatorSet set) {
    LongStream.Builder clocks = LongStream.builder();
    for (CommitVote vote : carried.votes()) {
      VoteExtension.decode(vote.extension())
          .ifPresent(
              extension -> {
                for (long each = 0; each < vote.power(); each++) {
                  clocks.add(extension.clockMs());
                }
              });
    }
    long[] sorted = clocks.build().sorted().toArray();
    boolean isEnough = 3L * sorted.length > 2 * set.totalPower();
    long told = isEnough ? sorted[(sorted.length - 1) / 2] : ENGINE_MS;
    return Math.max(PARENT_MS + 1, told);
  }

  private static Bytes anyExtension(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Bytes.utf8("unreadable");
      case 1 -> new VoteExtension(ATTESTATION, random.nextLong(Long.MAX_VALUE)).encode();
      default -> new VoteExtension(ATTESTATION, random.nextInt(3_000)).encode();
    };
  }

  @Test
  void exec22TimeRisesAlthoughAllClocksStandStill() {
    assertThat(votes.timeMs(all(7, PARENT_MS - 10), PARENT_MS, ENGINE_MS)).isEqualTo(PARENT_MS + 1);
    assertThat(votes.timeMs(all(7, PARENT_MS), PARENT_MS, ENGINE_MS)).isEqualTo(PARENT_MS + 1);
    assertThat(votes.timeMs(all(7, PARENT_MS + 1), PARENT_MS, ENGINE_MS)).isEqualTo(PARENT_MS + 1);
    assertThat(votes.timeMs(all(4, PARENT_MS + 1), PARENT_MS, PARENT_MS - 1))
        .isEqualTo(PARENT_MS + 1);
  }

  /// With two thirds or less to be read, the engine's time stands in.
  @Test
  void exec22EnginesTimeStandsInForTooFewClocks() {
    assertThat(votes.timeMs(ExtendedCommit.NONE, PARENT_MS, ENGINE_MS)).isEqualTo(ENGINE_MS);
    assertThat(votes.timeMs(all(4, 3_000), PARENT_MS, ENGINE_MS)).isEqualTo(ENGINE_MS);
    assertThat(votes.timeMs(all(5, 3_000), PARENT_MS, ENGINE_MS)).isEqualTo(3_000);
  }

  /// Less than a third of power cannot move time past the clocks of the others.
  @Test
  void exec22LiarsCannotMoveTimePastHonestClocks() {
    for (long lie : new long[] {0, Long.MAX_VALUE}) {
      List<CommitVote> cast = new ArrayList<>(all(7, 3_000).votes());
      for (int liar : new int[] {1, 5}) {
        cast.set(liar, unsigned(set.get(liar), new VoteExtension(ATTESTATION, lie).encode()));
      }
      cast.set(0, unsigned(set.get(0), new VoteExtension(ATTESTATION, 2_990).encode()));
      assertThat(votes.timeMs(new ExtendedCommit(0, cast), PARENT_MS, ENGINE_MS))
          .isBetween(2_990L, 3_000L);
    }
  }

  @Test
  void exec20JudgesSignaturesByZip215() {
    // A key of small order, for which ZIP 215 has this signature valid over any message.
    Bytes identity = Bytes.fromHex("01" + "00".repeat(31));
    Bytes signature = Bytes.concat(identity, Bytes.wrap(new byte[32]));
    BlsPrivateKey bls = BlsPrivateKey.fromSeed(Bytes.utf8("odd"));
    ValidatorSet odd =
        ValidatorSet.of(List.of(new Validator(Ed25519PublicKey.of(identity), bls.publicKey(), 1)));
    Address address = odd.get(0).consensusAddress();
    CommitVote vote =
        new CommitVote(address, 1, CommitVote.Kind.COMMIT, Bytes.utf8("any"), signature);
    ExtendedCommit carried = new ExtendedCommit(0, List.of(vote));
    assertThat(votes(odd).check(carried, TestNetwork.report(carried))).isEmpty();
    assertThat(votes(odd).of(carried)).isEqualTo(carried);
  }

  @Test
  void leavesOutWhatDoesNotCount() {
    ExtendedCommit signed = signed(1, Bytes.utf8("extension"));
    assertThat(votes.of(signed)).isEqualTo(signed);
    List<CommitVote> cast = new ArrayList<>(signed.votes());
    CommitVote vote = cast.get(3);
    cast.set(
        3,
        new CommitVote(
            vote.validator(),
            vote.power(),
            vote.kind(),
            vote.extension(),
            cast.get(2).signature()));
    cast.set(5, network.vote(set.get(5), 1, 0, Bytes.wrap(new byte[VoteExtension.MAX_SIZE + 1])));
    ExtendedCommit carried = votes.of(new ExtendedCommit(0, cast));
    for (int index = 0; index < 7; index++) {
      assertThat(carried.votes().get(index).kind())
          .isEqualTo(
              index == 3 || index == 5
                  ? CommitVote.Kind.COMMIT_WITHOUT_EXTENSION
                  : CommitVote.Kind.COMMIT);
    }
    assertThat(votes.check(carried, TestNetwork.report(carried))).isEmpty();
  }

  /// Extensions of every length and any bytes: nothing throws, each that a block may carry goes
  /// through encoding, checks, time and seals, and longer ones are left out.
  @Test
  void anyExtensionOfAnyLengthIsHarmless() {
    SplittableRandom random = new SplittableRandom(2100);
    for (int size = 0; size <= 2100; size++) {
      byte[] raw = new byte[size];
      random.nextBytes(raw);
      if (random.nextBoolean()) {
        // Looks like an extension for a while.
        byte[] start = new VoteExtension(ATTESTATION, size).encode().toArray();
        System.arraycopy(start, 0, raw, 0, Math.min(random.nextInt(1 + start.length), size));
      }
      Bytes extension = Bytes.wrap(raw);
      assertThatCode(() -> VoteExtension.decode(extension)).doesNotThrowAnyException();
      assertThat(Chain.takesExtension(extension)).isEqualTo(size <= 2048);
      TreeMap<Address, Bytes> sent = new TreeMap<>();
      for (int index = 0; index < 6; index++) {
        sent.put(set.get(index).consensusAddress(), honest(index));
      }
      sent.put(set.get(6).consensusAddress(), extension);
      ExtendedCommit carried = votes.of(network.commit(set, 1, 0, sent));
      assertThat(carried.votes().get(6).kind() == CommitVote.Kind.COMMIT).isEqualTo(size <= 2048);
      assertThat(ExtendedCommit.decode(carried.encode())).isEqualTo(carried);
      if (size % 50 == 0) {
        assertThat(votes.check(carried, TestNetwork.report(carried))).isEmpty();
      }
      assertThat(votes.timeMs(carried, PARENT_MS, ENGINE_MS)).isBetween(3_000L, 3_010L);
      assertThatCode(() -> CarriedVotes.attestations(carried)).doesNotThrowAnyException();
    }
  }

  private static Bytes honest(int index) {
    return new VoteExtension(ATTESTATION, 3_000 + index).encode();
  }

  /// The first of them tell a clock, the others nothing.
  private ExtendedCommit all(int telling, long clockMs) {
    List<CommitVote> cast = new ArrayList<>();
    for (int index = 0; index < set.size(); index++) {
      cast.add(
          unsigned(
              set.get(index),
              index < telling ? new VoteExtension(ATTESTATION, clockMs).encode() : Bytes.EMPTY));
    }
    return new ExtendedCommit(0, cast);
  }

  private ExtendedCommit signed(long height, Bytes extension) {
    TreeMap<Address, Bytes> sent = new TreeMap<>();
    set.validators().forEach(one -> sent.put(one.consensusAddress(), extension));
    return network.commit(set, height, 0, sent);
  }

  private static CommitVote unsigned(Validator validator, Bytes extension) {
    return new CommitVote(
        validator.consensusAddress(),
        validator.power(),
        CommitVote.Kind.COMMIT,
        extension,
        Bytes.wrap(new byte[64]));
  }
}
