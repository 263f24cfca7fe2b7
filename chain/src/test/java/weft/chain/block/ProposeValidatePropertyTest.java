package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.RandomMempool;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.Preamble;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.VerifiedTransaction;

/// What one node proposes, every other accepts with the same results, over random mempools with
/// transactions of every kind, and wherever it takes its verified transactions from.
final class ProposeValidatePropertyTest {
  private static final int SEEDS = 40;
  private static final int BLOCKS = 8;
  private static final int ACCOUNTS = 6;

  /// Dropped candidates by reason, over all seeds: shows that the mempools were not all harmless.
  private final Map<RefusalCode, Integer> reasons = new HashMap<>();

  private int included;
  private int left;

  @Test
  void validatorsAcceptWhatIsProposed() {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Run(seed).blocks();
    }
    assertThat(reasons).hasSizeGreaterThan(12);
    assertThat(reasons).doesNotContainKeys(RefusalCode.BLOCK_FULL, RefusalCode.NONCE_TOO_FAR);
    assertThat(included).isGreaterThan(1_500);
    assertThat(left).isGreaterThan(400);
  }

  private final class Run {
    private final String name;
    private final SplittableRandom random;
    private final TestNet net = TestNet.of(ACCOUNTS, Map.of("block.max-bytes", "65536"));
    private final Map<Hash32, VerifiedTransaction> pool = new HashMap<>();
    private final Chain proposer = net.open(new InMemoryChainStore(), this::fromPool);
    private final Chain withPool = net.open(new InMemoryChainStore(), this::fromPool);
    private final Chain fresh = net.open(new InMemoryChainStore());
    private final List<Chain> validators = List.of(withPool, fresh);
    private final RandomMempool mempool;
    private final BlockOracle oracle = new BlockOracle(net);

    Run(int seed) {
      name = "seed " + seed;
      random = new SplittableRandom(seed);
      mempool = new RandomMempool(net.keys(), random.split());
    }

    void blocks() {
      VerifiedTransaction setup =
          TestTransactions.plain()
              .sign(net.account(0), new Nonce(0, 0), TestRollups.registrations(net.account(0)));
      block(List.of(setup), Long.MAX_VALUE);
      for (int i = 0; i < BLOCKS; i++) {
        List<VerifiedTransaction> candidates = mempool.candidates(random.nextInt(80));
        long maxBytes =
            random.nextInt(3) == 0 ? Preamble.SIZE + random.nextInt(4_000) : Long.MAX_VALUE;
        block(candidates, maxBytes);
      }
    }

    private void block(List<VerifiedTransaction> candidates, long maxBytes) {
      candidates.stream()
          .filter(any -> random.nextBoolean())
          .forEach(one -> pool.put(one.hash(), one));
      Iterator<VerifiedTransaction> rest = candidates.iterator();
      Proposal proposal = TestNet.propose(proposer, maxBytes, rest);
      checkProposal(candidates, maxBytes, proposal);
      BlockCandidate received = copy(proposal.block().candidate());
      for (Chain validator : validators) {
        Validation validation = validator.validate(received);
        assertThat(validation).as(name).isInstanceOf(Validation.Accepted.class);
        assertThat(Agreement.of(((Validation.Accepted) validation).block()))
            .as(name)
            .isEqualTo(Agreement.of(proposal.block()));
      }
      CommittedBlock committed = TestNet.commit(proposer, proposal.block().candidate());
      for (Chain validator : validators) {
        TestNet.commit(validator, received);
        assertThat(validator.head()).as(name).isEqualTo(proposer.head());
      }
      oracle.check(committed);
      mempool.committed(committed);
    }

    private void checkProposal(
        List<VerifiedTransaction> candidates, long maxBytes, Proposal proposal) {
      long bytes = proposal.block().candidate().entries().stream().mapToLong(Bytes::size).sum();
      assertThat(bytes).as(name).isLessThanOrEqualTo(Math.min(maxBytes, 65_536));
      Set<Hash32> in = new HashSet<>();
      proposal.block().transactions().forEach(one -> in.add(one.transaction().hash()));
      List<Hash32> known = candidates.stream().map(VerifiedTransaction::hash).toList();
      assertThat(known).as(name).containsAll(in);
      for (Proposal.Dropped dropped : proposal.dropped()) {
        reasons.merge(dropped.refusal().code(), 1, Integer::sum);
        assertThat(known).as(name).contains(dropped.transactionHash());
      }
      included += in.size();
      left += candidates.size() - in.size() - proposal.dropped().size();
    }

    private Checked<VerifiedTransaction> fromPool(Hash32 hash, Bytes envelope) {
      VerifiedTransaction known = pool.get(hash);
      return known == null ? TestNet.verifyAfresh(hash, envelope) : Checked.ok(known);
    }
  }

  /// As it comes from the network: nothing is shared with the proposer.
  private static BlockCandidate copy(BlockCandidate candidate) {
    List<Bytes> entries = new ArrayList<>();
    candidate.entries().forEach(entry -> entries.add(Bytes.copyOf(entry.toArray())));
    return new BlockCandidate(
        candidate.height(), candidate.timeMs(), candidate.proposer(), entries);
  }
}
