package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.ChainHead;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.block.Preamble;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Rules EXEC-1 to EXEC-8 of docs/protocol/blocks-execution.md: a valid block, and what breaks it.
final class BlockRulesTest {
  private static final int MAX_BYTES = 65_536;
  private static final int MUTATIONS = 800;

  private final TestNet net = TestNet.of(4, Map.of("block.max-bytes", "" + MAX_BYTES));
  private final Chain proposer = net.open(new InMemoryChainStore());
  private final Chain validator = net.open(new InMemoryChainStore());
  private final List<VerifiedTransaction> transactions = new ArrayList<>();
  private BlockCandidate valid = new BlockCandidate(0, 0, Address.ZERO, List.of());

  @BeforeEach
  void proposeABlock() {
    TestNet.commit(validator, TestNet.candidate(TestNet.step(proposer, setup())));
    for (int i = 1; i < 4; i++) {
      transactions.add(submit(i, 0, TestRollups.FIRST_COME, 100 + i));
      transactions.add(submit(i, 1, TestRollups.PRIORITY, 100 + i));
    }
    valid = TestNet.propose(proposer, transactions.iterator()).block().candidate();
  }

  @Test
  void acceptsTheBlock() {
    assertThat(validator.validate(valid)).isInstanceOf(Validation.Accepted.class);
  }

  @Test
  void exec1HeightFollowsTheHead() {
    for (long height : new long[] {-1, 0, 1, 3, Long.MAX_VALUE}) {
      BlockCandidate candidate =
          new BlockCandidate(height, valid.timeMs(), valid.proposer(), valid.entries());
      assertRejected(candidate, "EXEC-1", "height " + height);
    }
  }

  @Test
  void exec2TimeRises() {
    ChainHead head = validator.head();
    for (long time : new long[] {head.timeMs(), head.timeMs() - 1, 0, -1}) {
      BlockCandidate candidate =
          new BlockCandidate(valid.height(), time, valid.proposer(), valid.entries());
      assertRejected(candidate, "EXEC-2", "time " + time);
    }
  }

  @Test
  void exec3ProposerIsAValidator() {
    Address stranger = net.account(0).address();
    BlockCandidate candidate =
        new BlockCandidate(valid.height(), valid.timeMs(), stranger, valid.entries());
    assertRejected(candidate, "EXEC-3", stranger.toString());
  }

  @Test
  void exec4HasAPreamble() {
    assertRejected(with(List.of()), "EXEC-4", "no entries");
  }

  @Test
  void exec5FitsTheByteCap() {
    VerifiedTransaction filler = submit(1, 1, TestRollups.WITH_GAS, MAX_BYTES / 2);
    List<Bytes> entries = new ArrayList<>(valid.entries());
    entries.add(filler.transaction().envelope());
    entries.add(filler.transaction().envelope());
    assertRejected(with(entries), "EXEC-5", MAX_BYTES + "");
  }

  @Test
  void exec5AllowsABlockThatIsExactlyFull() {
    Chain chain = net.open(new InMemoryChainStore());
    RollupId rollup = RollupId.of("wide-lane");
    TestNet.step(
        chain,
        TestTransactions.plain()
            .sign(
                net.account(0),
                new Nonce(0, 0),
                TestRollups.register(rollup, TestRollups.terms(Policy.FIRST_COME, 1 << 20))));
    VerifiedTransaction probe = submit(1, 0, rollup, 60_000);
    int overhead = probe.transaction().size() - 60_000;
    VerifiedTransaction exact = submit(1, 0, rollup, MAX_BYTES - Preamble.SIZE - overhead);
    Proposal proposal = TestNet.propose(chain, List.of(exact).iterator());
    long bytes = proposal.block().candidate().entries().stream().mapToLong(Bytes::size).sum();
    assertThat(bytes).isEqualTo(MAX_BYTES);
    assertThat(proposal.block().transactions()).hasSize(1);
  }

  @Test
  void exec6TransactionsAreVerified() {
    List<Bytes> garbage = new ArrayList<>(valid.entries());
    garbage.set(2, Bytes.utf8("not a transaction"));
    assertRejected(with(garbage), "EXEC-6", "entry 2: ");
    Bytes envelope = valid.entries().get(1);
    byte[] forged = envelope.toArray();
    forged[envelope.size() - 10] ^= 1;
    List<Bytes> badSignature = new ArrayList<>(valid.entries());
    badSignature.set(1, Bytes.wrap(forged));
    assertRejected(with(badSignature), "EXEC-6", "entry 1: bad-signature");
    List<Bytes> empty = new ArrayList<>(valid.entries());
    empty.add(Bytes.EMPTY);
    assertRejected(with(empty), "EXEC-6", "entry " + valid.entries().size());
  }

  @Test
  void exec7EveryTransactionIsExecutable() {
    TestTransactions plain = TestTransactions.plain();
    assertNotExecutable(plain.onChain(8), submission(TestRollups.PRIORITY), "wrong-chain");
    assertNotExecutable(plain.withLastHeight(1), submission(TestRollups.PRIORITY), "expired");
    assertNotExecutable(plain.withMaxFee(1), submission(TestRollups.PRIORITY), "fee-too-low");
    assertNotExecutable(plain, submission(TestRollups.UNKNOWN), "rollup-not-found");
    Action tooMuch =
        new Action.Transfer(net.account(2).address(), TestTransactions.WEFT, Amount.MAX);
    assertNotExecutable(plain, tooMuch, "insufficient-funds");
  }

  @Test
  void exec7NoTransactionTwice() {
    List<Bytes> entries = new ArrayList<>(valid.entries());
    entries.add(valid.entries().get(1));
    assertRejected(with(entries), "EXEC-7", "nonce-used");
  }

  @Test
  void exec7NoTransactionOfAnEarlierBlock() {
    TestNet.commit(proposer, valid);
    TestNet.commit(validator, valid);
    ChainHead head = validator.head();
    BlockCandidate again =
        new BlockCandidate(head.height() + 1, head.timeMs() + 1, valid.proposer(), valid.entries());
    assertRejected(again, "EXEC-7", "entry 1: nonce-used");
  }

  @Test
  void exec7KeepsTheOrderOfAChannel() {
    List<Bytes> entries = new ArrayList<>(valid.entries());
    Collections.swap(entries, 1, 2);
    assertRejected(with(entries), "EXEC-7", "nonce-too-far");
  }

  @Test
  void exec7KeepsTheLanesCap() {
    List<Bytes> entries = new ArrayList<>(valid.entries());
    entries.add(submit(1, 2, TestRollups.FIRST_COME, 1_900).transaction().envelope());
    assertRejected(with(entries), "EXEC-7", "block-full");
  }

  @Test
  void exec8ReorderedLane() {
    List<Bytes> entries = new ArrayList<>(valid.entries());
    Collections.rotate(entries.subList(1, 5), 2);
    assertRejected(with(entries), "EXEC-8", "recomputed");
  }

  @Test
  void exec8MissingOrAddedTransaction() {
    List<Bytes> dropped = new ArrayList<>(valid.entries());
    dropped.removeLast();
    assertRejected(with(dropped), "EXEC-8", "recomputed");
    List<Bytes> added = new ArrayList<>(valid.entries());
    added.add(submit(1, 2, TestRollups.PRIORITY, 10).transaction().envelope());
    assertRejected(with(added), "EXEC-8", "recomputed");
  }

  @Test
  void exec8AnyOtherPreamble() {
    Bytes preamble = valid.entries().getFirst();
    List<Bytes> wrong = new ArrayList<>();
    for (int bit = 0; bit < 8 * preamble.size(); bit++) {
      byte[] flipped = preamble.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      wrong.add(Bytes.wrap(flipped));
    }
    wrong.add(Bytes.EMPTY);
    wrong.add(preamble.slice(0, preamble.size() - 1));
    wrong.add(Bytes.concat(preamble, Bytes.wrap(new byte[1])));
    for (Bytes other : wrong) {
      List<Bytes> entries = new ArrayList<>(valid.entries());
      entries.set(0, other);
      assertRejected(with(entries), "EXEC-8", "recomputed");
    }
  }

  /// An accepted mutation must be another block with the same lanes, such as two lanes'
  /// transactions in another order; proposing its transactions in that order must lead to the same
  /// block.
  @Test
  void acceptsOnlyMutationsThatAreBlocksOfTheirOwn() {
    SplittableRandom random = new SplittableRandom(1);
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      BlockCandidate mutated = mutate(random);
      if (validator.validate(mutated) instanceof Validation.Accepted(ExecutedBlock block)) {
        accepted++;
        Chain other = net.open(new InMemoryChainStore());
        TestNet.step(other, setup());
        List<VerifiedTransaction> order =
            block.transactions().stream().map(one -> one.transaction()).toList();
        Proposal proposal = TestNet.propose(other, order.iterator());
        assertThat(proposal.block().candidate().entries())
            .as("mutation %d", i)
            .isEqualTo(mutated.entries());
      }
    }
    assertThat(accepted).isBetween(1, MUTATIONS / 4);
  }

  private VerifiedTransaction setup() {
    return TestTransactions.plain()
        .sign(net.account(0), new Nonce(0, 0), TestRollups.registrations(net.account(0)));
  }

  private BlockCandidate mutate(SplittableRandom random) {
    List<Bytes> entries = new ArrayList<>(valid.entries());
    int at = 1 + random.nextInt(entries.size() - 1);
    switch (random.nextInt(5)) {
      case 0 -> entries.remove(at);
      case 1 -> entries.add(at, entries.get(1 + random.nextInt(entries.size() - 1)));
      case 2 -> Collections.swap(entries, at, 1 + random.nextInt(entries.size() - 1));
      case 3 -> shuffle(entries.subList(1, entries.size()), random);
      default -> {
        byte[] altered = entries.get(at).toArray();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        entries.set(at, Bytes.wrap(altered));
      }
    }
    return with(entries);
  }

  private static void shuffle(List<Bytes> entries, SplittableRandom random) {
    for (int i = entries.size() - 1; i > 0; i--) {
      Collections.swap(entries, i, random.nextInt(i + 1));
    }
  }

  private BlockCandidate with(List<Bytes> entries) {
    return new BlockCandidate(valid.height(), valid.timeMs(), valid.proposer(), entries);
  }

  private void assertNotExecutable(TestTransactions terms, Action action, String code) {
    List<Bytes> entries = new ArrayList<>(valid.entries());
    VerifiedTransaction added = terms.sign(net.account(1), new Nonce(0, 2), action);
    entries.add(added.transaction().envelope());
    assertRejected(with(entries), "EXEC-7", "entry " + valid.entries().size() + ": " + code);
  }

  private static Action submission(RollupId rollup) {
    return new Action.Submit(rollup, List.of(Payload.of(Bytes.utf8("payload"))));
  }

  private VerifiedTransaction submit(int account, long sequence, RollupId rollup, int bytes) {
    Payload payload = Payload.of(Bytes.wrap(new byte[bytes]));
    return TestTransactions.plain()
        .sign(
            net.account(account),
            new Nonce(0, sequence),
            new Action.Submit(rollup, List.of(payload)));
  }

  private void assertRejected(BlockCandidate candidate, String rule, String reason) {
    ChainHead before = validator.head();
    Validation validation = validator.validate(candidate);
    assertThat(validation).isInstanceOf(Validation.Rejected.class);
    Validation.Rejected rejected = (Validation.Rejected) validation;
    assertThat(rejected.rule()).as(rejected.reason()).isEqualTo(rule);
    assertThat(rejected.reason()).contains(reason);
    assertThat(validator.head()).isEqualTo(before);
  }
}
