package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.AgreeingChains;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.protocol.block.Preamble;
import weft.protocol.lane.LaneHeader;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.validator.VoteExtension;

/// What a Byzantine proposer of a network may try, and the rule of
/// docs/protocol/blocks-execution.md by which every validator rejects it. After each attempt, the
/// honest proposer of the next round gets through.
final class NetworkRulesTest {
  private static final int MAX_BYTES = 65_536;
  private static final int MUTATIONS = 400;
  private static final int PREAMBLE = 0;
  private static final int VOTES = 1;

  private final TestNetwork network =
      TestNetwork.of(List.of(10L, 10L, 10L, 10L), 4, Map.of("block.max-bytes", "" + MAX_BYTES));
  private final AgreeingChains chains = new AgreeingChains(network);
  private final List<VerifiedTransaction> transactions = new ArrayList<>();
  private BlockCandidate valid = new BlockCandidate(0, 0, Address.ZERO, List.of());
  private BlockCandidate nextRound = valid;

  @BeforeEach
  void proposeABlock() {
    chains.step(
        TestTransactions.plain()
            .sign(
                network.account(0),
                new Nonce(0, 0),
                TestRollups.registrations(network.account(0))));
    for (int account = 1; account < 4; account++) {
      transactions.add(sign(account, 0, bundle()));
      transactions.add(sign(account, 1, submission(100 + account)));
    }
    valid = chains.candidate(transactions.toArray(VerifiedTransaction[]::new));
    ProposalRequest wish = chains.request(transactions.getFirst());
    nextRound =
        chains
            .proposer()
            .propose(
                new ProposalRequest(
                    wish.height(),
                    wish.timeMs() + 1,
                    set().get(1).consensusAddress(),
                    wish.maxBytes(),
                    0,
                    wish.candidates(),
                    wish.lastCommit(),
                    List.of()))
            .block()
            .candidate();
  }

  @Test
  void acceptsTheBlock() {
    assertThat(chains.validator().validate(valid)).isInstanceOf(Validation.Accepted.class);
  }

  @Test
  void exec1HeightFollowsTheHead() {
    for (long height : new long[] {-1, 0, 1, 3, Long.MAX_VALUE}) {
      assertRejected(
          new BlockCandidate(
              height, valid.timeMs(), valid.proposer(), valid.entries(), valid.report()),
          "EXEC-1");
    }
  }

  @Test
  void exec3ProposerIsInTheSetOfTheHeight() {
    Address operator = network.members().getFirst().operator().address();
    for (Address stranger : List.of(Address.ZERO, operator, network.account(0).address())) {
      assertRejected(
          new BlockCandidate(
              valid.height(), valid.timeMs(), stranger, valid.entries(), valid.report()),
          "EXEC-3");
    }
  }

  @Test
  void exec4HasPreambleAndVotes() {
    assertRejected(AgreeingChains.with(valid, List.of()), "EXEC-4");
    assertRejected(AgreeingChains.with(valid, valid.entries().subList(0, 1)), "EXEC-4");
  }

  @Test
  void exec5CountsPreambleAndTransactionsButNotTheVotes() {
    int rest = MAX_BYTES - Preamble.SIZE;
    int votesBytes = valid.entries().get(VOTES).size();
    assertThat(votesBytes).isGreaterThan(500);
    List<Bytes> tooLarge = new ArrayList<>(valid.entries().subList(0, 2));
    tooLarge.add(Bytes.wrap(new byte[rest + 1]));
    assertRejected(AgreeingChains.with(valid, tooLarge), "EXEC-5");
    tooLarge.set(2, Bytes.wrap(new byte[rest]));
    assertRejected(AgreeingChains.with(valid, tooLarge), "EXEC-6");
  }

  @Test
  void exec6TransactionsAreVerified() {
    assertRejected(AgreeingChains.with(valid, 3, Bytes.utf8("not a transaction")), "EXEC-6");
    byte[] forged = valid.entries().get(2).toArray();
    forged[forged.length - 10] ^= 1;
    assertRejected(AgreeingChains.with(valid, 2, Bytes.wrap(forged)), "EXEC-6");
    assertRejected(AgreeingChains.with(valid, 2, valid.entries().get(VOTES)), "EXEC-6");
  }

  @Test
  void exec7TransactionsPay() {
    Action tooMuch =
        new Action.Transfer(network.account(2).address(), TestTransactions.WEFT, Amount.MAX);
    TestTransactions plain = TestTransactions.plain();
    for (VerifiedTransaction cannotPay :
        List.of(
            plain.sign(network.account(1), new Nonce(0, 2), tooMuch),
            plain.withMaxFee(1).sign(network.account(1), new Nonce(0, 2), submission(10)),
            plain
                .withMaxFee(Long.MAX_VALUE)
                .withTip(Long.MAX_VALUE - 1)
                .sign(network.account(1), new Nonce(0, 2), submission(10)))) {
      List<Bytes> entries = new ArrayList<>(valid.entries());
      entries.add(cannotPay.transaction().envelope());
      assertRejected(AgreeingChains.with(valid, entries), "EXEC-7");
    }
  }

  @Test
  void exec8WrongPreamble() {
    Preamble preamble = Preamble.decode(valid.entries().get(PREAMBLE));
    for (int bit = 0; bit < 8 * Preamble.SIZE; bit += 3) {
      byte[] flipped = preamble.encode().toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertRejected(AgreeingChains.with(valid, PREAMBLE, Bytes.wrap(flipped)), "EXEC-8");
    }
    Preamble withoutLanes =
        new Preamble(MerkleTree.root(List.of()), 0, preamble.transactionCount());
    assertRejected(AgreeingChains.with(valid, PREAMBLE, withoutLanes.encode()), "EXEC-8");
  }

  @Test
  void exec8BundleTornApart() {
    ExecutedBlock block = ((Validation.Accepted) chains.validator().validate(valid)).block();
    List<Bytes> headers = new ArrayList<>();
    boolean torn = false;
    for (LaneBlockRecord lane : block.lanes()) {
      List<Bytes> entries = new ArrayList<>(lane.laneBlock().entries());
      if (entries.size() > 2) {
        // The bundle's first entry goes behind another transaction's.
        entries.add(2, entries.removeFirst());
        torn = true;
      }
      headers.add(withPayloads(lane.header(), MerkleTree.root(entries)).encode());
    }
    assertThat(torn).isTrue();
    Preamble preamble = Preamble.decode(valid.entries().get(PREAMBLE));
    Preamble ofTorn =
        new Preamble(MerkleTree.root(headers), headers.size(), preamble.transactionCount());
    assertRejected(AgreeingChains.with(valid, PREAMBLE, ofTorn.encode()), "EXEC-8");
  }

  /// The bundle stands in the block, but only one of its lanes has its part.
  @Test
  void exec8BundleWithoutALeg() {
    ExecutedBlock block = ((Validation.Accepted) chains.validator().validate(valid)).block();
    List<Bytes> headers =
        new ArrayList<>(block.lanes().stream().map(lane -> lane.header().encode()).toList());
    assertThat(headers).hasSizeGreaterThan(1);
    headers.removeLast();
    Preamble withoutALeg =
        new Preamble(MerkleTree.root(headers), headers.size(), block.transactions().size());
    assertRejected(AgreeingChains.with(valid, PREAMBLE, withoutALeg.encode()), "EXEC-8");
  }

  private static LaneHeader withPayloads(LaneHeader header, Hash32 root) {
    return new LaneHeader(
        header.rollupId(),
        header.laneHeight(),
        header.parentLaneHash(),
        header.blockHeight(),
        header.blockTimeMs(),
        root,
        header.payloadCount(),
        header.payloadBytes());
  }

  @Test
  void exec18VotesAreWellFormed() {
    Bytes votes = valid.entries().get(VOTES);
    List<Bytes> malformed = new ArrayList<>();
    for (int size = 0; size < votes.size(); size += 1 + size / 10) {
      malformed.add(votes.slice(0, size));
    }
    malformed.add(Bytes.concat(votes, Bytes.wrap(new byte[1])));
    malformed.add(valid.entries().get(2));
    malformed.add(valid.entries().get(PREAMBLE));
    for (int at : new int[] {0, 1, 5, 7 + 28}) {
      byte[] spoilt = votes.toArray();
      spoilt[at] ^= (byte) 0x80;
      malformed.add(Bytes.wrap(spoilt));
    }
    byte[] tooLong = votes.toArray();
    tooLong[7 + 29] = (byte) 0x04;
    tooLong[7 + 30] = 1;
    malformed.add(Bytes.wrap(tooLong));
    malformed.forEach(entry -> assertRejected(AgreeingChains.with(valid, VOTES, entry), "EXEC-18"));
  }

  @Test
  void exec19VotesAreThoseOfTheCommit() {
    assertVotesRejected(votes -> List.of());
    assertVotesRejected(votes -> votes.subList(0, 3));
    assertVotesRejected(
        votes -> {
          votes.add(votes.getLast());
          return votes;
        });
    assertVotesRejected(
        votes -> {
          Collections.swap(votes, 1, 2);
          return votes;
        });
    assertVotesRejected(votes -> replaced(votes, 1, votes.get(2)));
    for (CommitVote.Kind kind : List.of(CommitVote.Kind.ABSENT, CommitVote.Kind.NIL)) {
      assertVotesRejected(
          votes -> {
            CommitVote hidden = votes.get(3);
            return replaced(votes, 3, CommitVote.without(hidden.validator(), 10, kind));
          });
    }
    for (long power : new long[] {0, 9, 11, Long.MAX_VALUE}) {
      assertVotesRejected(votes -> replaced(votes, 0, withPower(votes.getFirst(), power)));
    }
    ExtendedCommit carried = carried();
    for (int round : new int[] {1, 7, Integer.MAX_VALUE}) {
      assertRejected(withVotes(valid, new ExtendedCommit(round, carried.votes())), "EXEC-19");
    }
  }

  /// The entry and what the engine says of it must be the same, whichever of them was changed.
  @Test
  void exec19TheCommitIsTheEngines() {
    ExtendedCommit reported = valid.report().lastCommit();
    CommitVote absent =
        CommitVote.without(reported.votes().getFirst().validator(), 10, CommitVote.Kind.ABSENT);
    List<ExtendedCommit> others =
        List.of(
            ExtendedCommit.NONE,
            new ExtendedCommit(1, reported.votes()),
            new ExtendedCommit(0, reported.votes().reversed()),
            new ExtendedCommit(0, replaced(reported.votes(), 0, absent)));
    for (ExtendedCommit other : others) {
      assertRejected(
          new BlockCandidate(
              valid.height(),
              valid.timeMs(),
              valid.proposer(),
              valid.entries(),
              new EngineReport(other, List.of())),
          "EXEC-19");
    }
  }

  @Test
  void exec19TheFirstBlockHasNone() {
    AgreeingChains fresh = new AgreeingChains(network);
    BlockCandidate first = fresh.candidate();
    ExtendedCommit stray =
        network.commit(
            set(), 0, 0, new TreeMap<>(Map.of(set().get(0).consensusAddress(), Bytes.EMPTY)));
    for (ExtendedCommit other : List.of(stray, new ExtendedCommit(1, List.of()))) {
      Validation validation = fresh.validator().validate(withVotes(first, other));
      assertThat(validation).isInstanceOf(Validation.Rejected.class);
      assertThat(((Validation.Rejected) validation).rule()).isEqualTo("EXEC-19");
    }
    assertThat(fresh.validator().validate(first)).isInstanceOf(Validation.Accepted.class);
  }

  @Test
  void exec20ExtensionsAreSignedByTheirValidators() {
    ExtendedCommit carried = carried();
    CommitVote vote = carried.votes().get(2);
    Validator validator = set().get(2);
    List<CommitVote> forged = new ArrayList<>();
    forged.add(withExtension(vote, carried.votes().get(1).extension(), vote.signature()));
    forged.add(withExtension(vote, Bytes.EMPTY, vote.signature()));
    forged.add(withExtension(vote, vote.extension(), Bytes.wrap(new byte[64])));
    forged.add(withExtension(vote, vote.extension(), carried.votes().get(1).signature()));
    forged.add(
        withExtension(
            vote, vote.extension(), network.vote(validator, 1, 1, vote.extension()).signature()));
    forged.add(
        withExtension(
            vote, vote.extension(), network.vote(validator, 2, 0, vote.extension()).signature()));
    for (int at = 0; at < vote.extension().size(); at += 7) {
      byte[] altered = vote.extension().toArray();
      altered[at] ^= 1;
      forged.add(withExtension(vote, Bytes.wrap(altered), vote.signature()));
    }
    for (CommitVote other : forged) {
      assertRejected(
          withVotes(valid, new ExtendedCommit(0, replaced(carried.votes(), 2, other))), "EXEC-20");
    }
  }

  @Test
  void exec21ExtensionsOfMoreThanTwoThirdsAreCarried() {
    List<CommitVote> votes = new ArrayList<>(carried().votes());
    votes.set(3, withoutExtension(votes.get(3)));
    BlockCandidate three = withVotes(valid, new ExtendedCommit(0, votes));
    assertThat(chains.validator().validate(three)).isInstanceOf(Validation.Accepted.class);
    votes.set(0, withoutExtension(votes.getFirst()));
    assertRejected(withVotes(valid, new ExtendedCommit(0, votes)), "EXEC-21");
    votes.replaceAll(NetworkRulesTest::withoutExtension);
    assertRejected(withVotes(valid, new ExtendedCommit(0, votes)), "EXEC-21");
  }

  /// Whoever sends rubbish loses the use of its own vote, and nothing else.
  @Test
  void exec21ABadExtensionCostsItsSenderOnlyItsOwnVote() {
    Address liar = set().get(1).consensusAddress();
    SplittableRandom random = new SplittableRandom(21);
    BlockCandidate block = valid;
    for (int size : new int[] {0, 1, 111, 1024, 1025, 1100}) {
      byte[] rubbish = new byte[size];
      random.nextBytes(rubbish);
      TreeMap<Address, Bytes> extensions = new TreeMap<>(chains.honest(block));
      extensions.put(liar, Bytes.wrap(rubbish));
      assertThat(chains.commit(block, extensions, Collections.emptySortedMap()).parentSeal())
          .isPresent();
      block = chains.candidate();
      CommitVote vote = ExtendedCommit.decode(block.entries().get(VOTES)).votes().get(1);
      assertThat(vote.kind())
          .isEqualTo(
              size <= VoteExtension.MAX_SIZE
                  ? CommitVote.Kind.COMMIT
                  : CommitVote.Kind.COMMIT_WITHOUT_EXTENSION);
      assertThat(chains.validator().validate(block)).isInstanceOf(Validation.Accepted.class);
    }
  }

  @Test
  void aProposerWithoutEnoughVotesSaysSo() {
    TreeMap<Address, Bytes> tooFew = new TreeMap<>(chains.honest(valid));
    tooFew.pollFirstEntry();
    tooFew.pollFirstEntry();
    chains.commit(valid, tooFew, Collections.emptySortedMap());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chains.proposer().propose(chains.request()))
        .withMessageContaining("EXEC-21");
  }

  @Test
  void exec22LanesHaveTheMedianOfTheClocks() {
    long beforeMs = chains.proposer().head().timeMs();
    long engineMs = beforeMs + 1_000_000;
    ExecutedBlock block = chains.proposer().finalizeBlock(valid);
    // The four clocks stand at 10, 20, 30 and 40 ms after the engine's time of the block before.
    List<Long> clocks =
        carried().votes().stream()
            .map(vote -> VoteExtension.decode(vote.extension()).orElseThrow().clockMs())
            .toList();
    assertThat(block.timeMs()).isEqualTo(clocks.get(1)).isGreaterThan(beforeMs);
    block
        .lanes()
        .forEach(lane -> assertThat(lane.header().blockTimeMs()).isEqualTo(block.timeMs()));
    BlockCandidate late =
        new BlockCandidate(
            valid.height(), engineMs, valid.proposer(), valid.entries(), valid.report());
    assertThat(chains.validator().finalizeBlock(late).timeMs()).isEqualTo(block.timeMs());
  }

  @Test
  void provenMisbehaviorIsPartOfWhatIsDecided() {
    Address offender = set().get(3).consensusAddress();
    Misbehavior proven = new Misbehavior(Misbehavior.Kind.DUPLICATE_VOTE, offender, 1, 10);
    BlockCandidate candidate =
        chains
            .proposer()
            .propose(chains.request(Long.MAX_VALUE, List.of(proven)))
            .block()
            .candidate();
    BlockCandidate innocent =
        new BlockCandidate(
            candidate.height(),
            candidate.timeMs(),
            candidate.proposer(),
            candidate.entries(),
            new EngineReport(candidate.report().lastCommit(), List.of()));
    assertThat(chains.proposer().finalizeBlock(innocent).appHash())
        .isNotEqualTo(chains.proposer().finalizeBlock(candidate).appHash());
    assertThat(chains.validator().finalizeBlock(candidate).validatorUpdates()).hasSize(1);
    chains.commit(candidate);
    assertThat(chains.proposer().validatorSets().next().size()).isEqualTo(3);
    assertThat(chains.proposer().validatorSets().current().size()).isEqualTo(4);
  }

  /// Whatever is done to a block's entries, validators answer, and what they accept is a block that
  /// an honest proposer could have made.
  @Test
  void anyMutationIsAnswered() {
    SplittableRandom random = new SplittableRandom(7);
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      List<Bytes> entries = new ArrayList<>(valid.entries());
      int at = random.nextInt(3) == 0 ? VOTES : random.nextInt(entries.size());
      switch (random.nextInt(4)) {
        case 0 -> entries.remove(at);
        case 1 -> entries.add(at, entries.get(random.nextInt(entries.size())));
        case 2 -> Collections.swap(entries, at, random.nextInt(entries.size()));
        default -> {
          byte[] altered = entries.get(at).toArray();
          altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
          entries.set(at, Bytes.wrap(altered));
        }
      }
      Validation validation = chains.validator().validate(AgreeingChains.with(valid, entries));
      if (validation instanceof Validation.Accepted) {
        accepted++;
        assertThat(entries.subList(0, 2)).isEqualTo(valid.entries().subList(0, 2));
      }
    }
    assertThat(accepted).isBetween(1, MUTATIONS / 4);
  }

  private ValidatorSet set() {
    return chains.proposer().validatorSets().last();
  }

  private ExtendedCommit carried() {
    return ExtendedCommit.decode(valid.entries().get(VOTES));
  }

  private static List<CommitVote> replaced(List<CommitVote> votes, int index, CommitVote other) {
    List<CommitVote> replaced = new ArrayList<>(votes);
    replaced.set(index, other);
    return replaced;
  }

  private static CommitVote withPower(CommitVote vote, long power) {
    return new CommitVote(vote.validator(), power, vote.kind(), vote.extension(), vote.signature());
  }

  private static CommitVote withExtension(CommitVote vote, Bytes extension, Bytes signature) {
    return new CommitVote(vote.validator(), vote.power(), vote.kind(), extension, signature);
  }

  private static CommitVote withoutExtension(CommitVote vote) {
    return CommitVote.without(
        vote.validator(), vote.power(), CommitVote.Kind.COMMIT_WITHOUT_EXTENSION);
  }

  private static BlockCandidate withVotes(BlockCandidate candidate, ExtendedCommit votes) {
    return AgreeingChains.with(candidate, VOTES, votes.encode());
  }

  private void assertVotesRejected(UnaryOperator<List<CommitVote>> change) {
    List<CommitVote> votes = change.apply(new ArrayList<>(carried().votes()));
    assertRejected(withVotes(valid, new ExtendedCommit(0, votes)), "EXEC-19");
  }

  private static Action bundle() {
    return new Action.Bundle(
        List.of(
            new Action.BundleEntry(TestRollups.FIRST_COME, Payload.of(Bytes.utf8("one"))),
            new Action.BundleEntry(TestRollups.PRIORITY, Payload.of(Bytes.utf8("two"))),
            new Action.BundleEntry(TestRollups.FIRST_COME, Payload.of(Bytes.utf8("three")))));
  }

  private static Action submission(int bytes) {
    return new Action.Submit(
        TestRollups.FIRST_COME, List.of(Payload.of(Bytes.wrap(new byte[bytes]))));
  }

  private VerifiedTransaction sign(int account, long sequence, Action action) {
    return TestTransactions.plain().sign(network.account(account), new Nonce(0, sequence), action);
  }

  private void assertRejected(BlockCandidate candidate, String rule) {
    for (Chain chain : List.of(chains.validator(), chains.proposer())) {
      Validation validation = chain.validate(candidate);
      assertThat(validation).isInstanceOf(Validation.Rejected.class);
      Validation.Rejected rejected = (Validation.Rejected) validation;
      assertThat(rejected.rule()).as(rejected.reason()).isEqualTo(rule);
      assertThat(chain.validate(nextRound)).isInstanceOf(Validation.Accepted.class);
    }
  }
}
