package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Candidates;
import weft.chain.block.Chain;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.Proposal;
import weft.chain.block.ProposalRequest;
import weft.chain.block.Validation;
import weft.chain.fixture.AgreeingChains;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.chain.store.LaneBlockRecord;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.CommitVote;
import weft.protocol.validator.ExtendedCommit;

/// What halted or split other chains on this engine, each by its name: most of it is state that was
/// carried from one call, round or process to another.
final class PastIncidentsTest {
  /// What the engine counts for an entry besides its bytes.
  private static final int OVERHEAD = 4;

  private final TestNetwork network =
      TestNetwork.of(List.of(10L, 10L, 10L, 10L), 3, Map.of("block.max-bytes", "65536"));
  private final AgreeingChains chains = new AgreeingChains(network);

  /// Astria, December 2023: nodes that had seen other rounds of a height executed other blocks.
  @Test
  void multiRoundProposalsHaltTheDevnet() {
    chains.step(registrations());
    BlockCandidate first = chains.candidate(submit(0, 1), submit(1, 0));
    BlockCandidate second = chains.candidate(submit(1, 0));
    BlockCandidate third = chains.candidate(submit(2, 0), submit(0, 1));
    List<List<BlockCandidate>> views =
        List.of(
            List.of(first, second, third),
            List.of(third, second, first),
            List.of(first, first, third),
            List.of(second),
            List.of());
    List<ChainHead> heads = new ArrayList<>();
    for (List<BlockCandidate> view : views) {
      Chain chain = replayed();
      view.forEach(
          block -> assertThat(chain.validate(block)).isInstanceOf(Validation.Accepted.class));
      heads.add(commit(chain, second));
    }
    assertThat(heads).containsOnly(chains.commit(second).head());
  }

  /// The other half of that halt: replay of decided blocks asks for no proposal first.
  @Test
  void blocksyncExecutesWithoutProposals() {
    chains.step(registrations());
    for (int i = 0; i < 4; i++) {
      chains.step(submit(1, i), submit(2, i));
    }
    assertThat(replayed().head()).isEqualTo(chains.proposer().head());
  }

  /// Astria #1025: after a restart an empty app hash was reported.
  @Test
  void emptyAppHashAfterRestart() {
    ChainHead genesis = network.open(new InMemoryChainStore()).head();
    assertThat(genesis.appHash().toArray()).isNotEqualTo(new byte[32]);
    CommittedBlock block = chains.step(registrations());
    Chain restarted = network.open(chains.store());
    assertThat(restarted.head()).isEqualTo(block.head());
    assertThat(restarted.head().appHash()).isEqualTo(block.appHash());
    assertThat(restarted.validate(chains.candidate(submit(1, 0))))
        .isInstanceOf(Validation.Accepted.class);
  }

  /// Astria #2190: the proposer put data into its block that it had not executed.
  @Test
  void proposerIncludesUnexecutedData() {
    chains.step(registrations());
    VerifiedTransaction cannotPay =
        sign(
            1,
            0,
            new Action.Transfer(network.account(2).address(), TestTransactions.WEFT, Amount.MAX));
    Proposal proposal =
        chains.proposer().propose(chains.request(cannotPay, submit(2, 0), submit(2, 9)));
    ExecutedBlock block = proposal.block();
    assertThat(block.transactions()).hasSize(1);
    assertThat(block.candidate().entries()).hasSize(3);
    assertThat(proposal.dropped()).hasSize(1);
    List<Bytes> entries = new ArrayList<>(block.candidate().entries());
    entries.add(submit(0, 1).transaction().envelope());
    assertRejected(AgreeingChains.with(block.candidate(), entries), "EXEC-8");
    entries.set(3, cannotPay.transaction().envelope());
    assertRejected(AgreeingChains.with(block.candidate(), entries), "EXEC-7");
  }

  /// The critical finding of Astria's audit, and CometBFT #1754: the limit was ignored, or held
  /// without what the application adds itself. CometBFT panics then.
  @Test
  void prepareProposalIgnoresMaxTxBytes() {
    chains.step(registrations());
    long empty = size(chains.proposer().propose(request(1 << 20)).block().candidate());
    List<VerifiedTransaction> offered = List.of(submit(1, 0), submit(1, 1), submit(1, 2));
    for (long limit = empty; limit < empty + 900; limit += 7) {
      Proposal proposal =
          chains.proposer().propose(request(limit, offered.toArray(VerifiedTransaction[]::new)));
      assertThat(size(proposal.block().candidate())).isLessThanOrEqualTo(limit);
      assertThat(proposal.block().transactions()).hasSize(fitting(offered, limit - empty));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chains.proposer().propose(request(empty - 1)))
        .withMessageContaining("without any transaction");
  }

  private static int fitting(List<VerifiedTransaction> offered, long room) {
    int count = 0;
    long used = 0;
    for (VerifiedTransaction one : offered) {
      used += one.transaction().size() + OVERHEAD;
      count += used <= room ? 1 : 0;
    }
    return count;
  }

  private static long size(BlockCandidate block) {
    return block.entries().stream().mapToLong(entry -> (long) entry.size() + OVERHEAD).sum();
  }

  private ProposalRequest request(long maxBytes, VerifiedTransaction... transactions) {
    ProposalRequest wish = chains.request();
    return new ProposalRequest(
        wish.height(),
        wish.timeMs(),
        wish.proposer(),
        maxBytes,
        OVERHEAD,
        Candidates.of(List.of(transactions).iterator()),
        wish.lastCommit(),
        List.of());
  }

  /// A finding of the same audit: a proposal that came too late left its state behind.
  @Test
  void proposalTimeOutLeadsToDivergingState() {
    chains.step(registrations());
    BlockCandidate late = chains.candidate(submit(1, 0), submit(2, 0));
    Chain other = replayed();
    BlockCandidate decided =
        other
            .propose(
                new ProposalRequest(
                    late.height(),
                    late.timeMs() + 1,
                    other.validatorSets().current().get(2).consensusAddress(),
                    1 << 20,
                    OVERHEAD,
                    Candidates.of(List.of(submit(2, 0)).iterator()),
                    chains.lastCommit(),
                    List.of()))
            .block()
            .candidate();
    ChainHead head = commit(other, decided);
    assertThat(chains.commit(decided).head()).isEqualTo(head);
    assertThat(chains.step(submit(1, 0)).transactions()).hasSize(1);
  }

  /// A finding of the same audit: data of one rollup twice under one root.
  @Test
  void duplicateRollupIds() {
    chains.step(registrations());
    Action twice =
        new Action.Bundle(
            List.of(
                new Action.BundleEntry(TestRollups.FIRST_COME, payload(1)),
                new Action.BundleEntry(TestRollups.PRIORITY, payload(2)),
                new Action.BundleEntry(TestRollups.FIRST_COME, payload(3))));
    CommittedBlock block = chains.step(sign(1, 0, twice), submit(2, 0));
    assertThat(block.lanes().stream().map(LaneBlockRecord::rollup))
        .doesNotHaveDuplicates()
        .hasSize(2);
    VerifiedTransaction again = sign(1, 1, TestRollups.registrations(network.account(1))[0]);
    assertThat(chains.proposer().propose(chains.request(again)).dropped()).hasSize(1);
  }

  /// A finding of the same audit: the result of a transaction that stood twice in a block was
  /// overwritten.
  @Test
  void duplicateTransactionResultIsOverwritten() {
    chains.step(registrations());
    BlockCandidate block = chains.candidate(submit(1, 0));
    List<Bytes> entries = new ArrayList<>(block.entries());
    entries.add(entries.getLast());
    assertRejected(AgreeingChains.with(block, entries), "EXEC-7");
  }

  /// Neutron #679: a node that took the votes for absent, or for present, where it was the other
  /// way around, stopped.
  @Test
  void extensionsArePresentOrAbsentByMistake() {
    BlockCandidate first = chains.candidate(registrations());
    List<Bytes> withoutEntry = new ArrayList<>(first.entries());
    withoutEntry.remove(1);
    assertRejected(AgreeingChains.with(first, withoutEntry), "EXEC-18");
    chains.commit(first);
    BlockCandidate second = chains.candidate(submit(1, 0));
    withoutEntry = new ArrayList<>(second.entries());
    withoutEntry.remove(1);
    assertRejected(AgreeingChains.with(second, withoutEntry), "EXEC-18");
    assertRejected(AgreeingChains.with(second, 1, ExtendedCommit.NONE.encode()), "EXEC-19");
    chains.commit(second);
  }

  /// What CometBFT promises to do after a crash between FinalizeBlock and Commit.
  @Test
  void finalizedTwiceWithARestartInBetween() {
    chains.step(registrations());
    BlockCandidate decided = chains.candidate(submit(1, 0));
    InMemoryChainStore store = new InMemoryChainStore();
    Chain before = replay(store);
    ExecutedBlock executed = before.finalizeBlock(decided);
    assertThat(before.finalizeBlock(decided)).isSameAs(executed);
    Chain after = network.open(store);
    assertThat(after.finalizeBlock(decided).appHash()).isEqualTo(executed.appHash());
    assertThat(commit(after, decided)).isEqualTo(chains.commit(decided).head());
  }

  /// CometBFT hands over late votes that no application looked at.
  @Test
  void lateVotesWithoutVerification() {
    chains.step(registrations());
    ExtendedCommit votes = chains.lastCommit();
    List<CommitVote> late = new ArrayList<>(votes.votes());
    late.set(
        3,
        network.vote(
            chains.proposer().validatorSets().last().get(3), 1, 0, Bytes.wrap(new byte[100_000])));
    chains.lastCommit(new ExtendedCommit(0, late));
    BlockCandidate block = chains.candidate(submit(1, 0));
    assertThat(ExtendedCommit.decode(block.entries().get(1)).votes().get(3).kind())
        .isEqualTo(CommitVote.Kind.COMMIT_WITHOUT_EXTENSION);
    assertThat(chains.validator().validate(block)).isInstanceOf(Validation.Accepted.class);
  }

  /// A chain in a store of its own, brought to the head by what was decided.
  private Chain replayed() {
    return replay(new InMemoryChainStore());
  }

  private Chain replay(InMemoryChainStore store) {
    Chain chain = network.open(store, TestNet::verifyAfresh);
    chains.decided().forEach(block -> commit(chain, block));
    return chain;
  }

  private static ChainHead commit(Chain chain, BlockCandidate decided) {
    ExecutedBlock block = chain.finalizeBlock(decided);
    return chain
        .commit(block, TestNetwork.blockHash(decided), Collections.<Address, Bytes>emptySortedMap())
        .head();
  }

  private VerifiedTransaction registrations() {
    return sign(0, 0, TestRollups.registrations(network.account(0)));
  }

  private VerifiedTransaction submit(int account, long sequence) {
    return sign(
        account,
        sequence,
        new Action.Submit(TestRollups.FIRST_COME, List.of(payload(100 + account))));
  }

  private static Payload payload(int bytes) {
    return Payload.of(Bytes.wrap(new byte[bytes]));
  }

  private VerifiedTransaction sign(int account, long sequence, Action... actions) {
    return TestTransactions.plain().sign(network.account(account), new Nonce(0, sequence), actions);
  }

  private void assertRejected(BlockCandidate candidate, String rule) {
    Validation validation = chains.validator().validate(candidate);
    assertThat(validation).isInstanceOf(Validation.Rejected.class);
    assertThat(((Validation.Rejected) validation).rule()).isEqualTo(rule);
  }
}
