package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.VerifiedTransaction;

/// The states of a candidate in docs/protocol/blocks-execution.md. How often the chain asks for
/// verified transactions tells how often it executes.
final class StagingTest {
  private final TestNet net = TestNet.of(4);
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final List<Hash32> asked = new ArrayList<>();
  private final Chain chain = net.open(store, this::verified);
  private final Chain elsewhere = net.open(new InMemoryChainStore());

  @Test
  void proposedIsNotExecutedAgain() {
    BlockCandidate candidate =
        TestNet.propose(chain, List.of(transfer(0, 0)).iterator()).block().candidate();
    assertThat(chain.validate(candidate)).isInstanceOf(Validation.Accepted.class);
    assertThat(chain.validate(copy(candidate))).isInstanceOf(Validation.Accepted.class);
    TestNet.commit(chain, copy(candidate));
    assertThat(asked).isEmpty();
  }

  @Test
  void validatedIsExecutedOnce() {
    BlockCandidate candidate = candidate(transfer(0, 0));
    Validation first = chain.validate(candidate);
    Validation second = chain.validate(copy(candidate));
    assertThat(second).isEqualTo(first);
    TestNet.commit(chain, copy(candidate));
    assertThat(asked).hasSize(1);
  }

  @Test
  void decidedWithoutBeingSeenIsExecutedThen() {
    BlockCandidate candidate = candidate(transfer(0, 0));
    CommittedBlock committed = TestNet.commit(chain, candidate);
    assertThat(asked).hasSize(1);
    assertThat(store.blocks()).isEqualTo(List.of(committed));
  }

  @Test
  void severalCandidatesOfOneHeightStayStaged() {
    List<BlockCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < Staging.CAPACITY; i++) {
      candidates.add(candidate(transfer(0, 0), 1 + i));
    }
    candidates.forEach(chain::validate);
    assertThat(asked).hasSize(Staging.CAPACITY);
    TestNet.commit(chain, candidates.getFirst());
    assertThat(asked).hasSize(Staging.CAPACITY);
    assertThat(chain.head().timeMs()).isEqualTo(candidates.getFirst().timeMs());
  }

  @Test
  void theOldestFallsOutAndIsExecutedAgain() {
    List<BlockCandidate> candidates = new ArrayList<>();
    for (int i = 0; i <= Staging.CAPACITY; i++) {
      candidates.add(candidate(transfer(0, 0), 1 + i));
    }
    candidates.forEach(chain::validate);
    TestNet.commit(chain, candidates.getFirst());
    assertThat(asked).hasSize(Staging.CAPACITY + 2);
  }

  @Test
  void committingForgetsWhatWasStaged() {
    BlockCandidate loser = candidate(transfer(0, 0), 1);
    BlockCandidate winner = candidate(transfer(1, 0), 2);
    chain.validate(loser);
    TestNet.commit(chain, winner);
    assertThat(chain.validate(loser))
        .isEqualTo(new Validation.Rejected("EXEC-1", "height 1 does not follow the head at 1"));
  }

  @Test
  void rejectedIsCheckedAgain() {
    BlockCandidate good = candidate(transfer(0, 0));
    List<Bytes> entries = new ArrayList<>(good.entries());
    entries.add(entries.get(1));
    BlockCandidate bad = with(good, entries);
    assertThat(chain.validate(bad)).isInstanceOf(Validation.Rejected.class);
    assertThat(chain.validate(bad)).isInstanceOf(Validation.Rejected.class);
    assertThat(chain.validate(good)).isInstanceOf(Validation.Accepted.class);
  }

  @Test
  void decidedButInvalidHereIsAFault() {
    BlockCandidate good = candidate(transfer(0, 0));
    BlockCandidate bad = with(good, good.entries().subList(0, 1));
    ChainHead before = chain.head();
    assertThatThrownBy(() -> chain.finalizeBlock(bad))
        .isInstanceOf(InvalidBlockException.class)
        .hasMessageContaining("block 1")
        .hasMessageContaining("EXEC-8");
    assertThat(chain.head()).isEqualTo(before);
    assertThat(store.blocks()).isEmpty();
  }

  @Test
  void aFailedCommitCanBeRepeated() {
    BlockCandidate candidate = candidate(transfer(0, 0));
    chain.validate(candidate);
    store.failWith(new IllegalStateException("disk full"));
    assertThatThrownBy(() -> TestNet.commit(chain, candidate)).hasMessage("disk full");
    assertThat(chain.head().height()).isZero();
    store.work();
    TestNet.commit(chain, candidate);
    assertThat(chain.head().height()).isEqualTo(1);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aSourceThatMixesTransactionsUpIsAFault() {
    VerifiedTransaction other = transfer(1, 0);
    Chain mixed = net.open(new InMemoryChainStore(), (hash, envelope) -> Checked.ok(other));
    BlockCandidate candidate = candidate(transfer(0, 0));
    assertThatThrownBy(() -> mixed.validate(candidate))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(other.hash().toString());
  }

  @Test
  void proposingOutOfTurnIsAnError() {
    ChainHead head = chain.head();
    List<VerifiedTransaction> none = List.of();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.propose(request(2, head.timeMs() + 1, 100, none)))
        .withMessageContaining("EXEC-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.propose(request(1, head.timeMs(), 100, none)))
        .withMessageContaining("EXEC-2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.propose(request(1, head.timeMs() + 1, 40, none)))
        .withMessageContaining("41 bytes");
  }

  private static ProposalRequest request(
      long height, long timeMs, long maxBytes, List<VerifiedTransaction> candidates) {
    return new ProposalRequest(
        height,
        timeMs,
        TestNet.VALIDATOR.address(),
        maxBytes,
        Candidates.of(candidates.iterator()));
  }

  private BlockCandidate candidate(VerifiedTransaction transaction) {
    return candidate(transaction, 100);
  }

  /// A candidate of height 1 that some other node proposed.
  private BlockCandidate candidate(VerifiedTransaction transaction, long afterGenesisMs) {
    long timeMs = TestNet.GENESIS_TIME_MS + afterGenesisMs;
    return copy(
        elsewhere
            .propose(request(1, timeMs, Long.MAX_VALUE, List.of(transaction)))
            .block()
            .candidate());
  }

  private VerifiedTransaction transfer(int account, long sequence) {
    return TestTransactions.plain()
        .sign(
            net.account(account),
            new Nonce(0, sequence),
            new Action.Transfer(net.account(3).address(), TestTransactions.WEFT, Amount.of(7)));
  }

  private Checked<VerifiedTransaction> verified(Hash32 hash, Bytes envelope) {
    asked.add(hash);
    return TestNet.verifyAfresh(hash, envelope);
  }

  private static BlockCandidate copy(BlockCandidate candidate) {
    return with(candidate, new ArrayList<>(candidate.entries()));
  }

  private static BlockCandidate with(BlockCandidate candidate, List<Bytes> entries) {
    return new BlockCandidate(
        candidate.height(), candidate.timeMs(), candidate.proposer(), entries);
  }
}
