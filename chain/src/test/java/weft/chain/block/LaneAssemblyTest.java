package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.chain.store.LaneBlockRecord;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Rules EXEC-10 to EXEC-13 of docs/protocol/blocks-execution.md and ORDER-2 of ordering.md, on
/// blocks small enough to see through.
final class LaneAssemblyTest {
  private static final RollupId ALPHA = TestRollups.FIRST_COME;
  private static final RollupId BETA = TestRollups.PRIORITY;

  private final TestNet net = TestNet.of(4);
  private final Chain chain = net.open(new InMemoryChainStore());

  @BeforeEach
  void registerRollups() {
    TestNet.step(
        chain,
        TestTransactions.plain()
            .sign(net.account(0), new Nonce(0, 0), TestRollups.registrations(net.account(0))));
  }

  @Test
  void exec10OneLaneBlockForEachRollupWithPayloads() {
    CommittedBlock block =
        TestNet.step(
            chain,
            sign(1, 0, 0, submit(ALPHA, "a1")),
            sign(1, 1, 0, submit(ALPHA, "a2"), bundle(entry(BETA, "b1"), entry(ALPHA, "a3"))));
    assertThat(block.lanes())
        .extracting(LaneBlockRecord::rollup)
        .containsExactlyInAnyOrder(ALPHA, BETA);
    assertThat(TestNet.step(chain).lanes()).isEmpty();
  }

  @Test
  void exec12LanesHaveNoGaps() {
    LaneHeader first = lane(TestNet.step(chain, sign(1, 0, 0, submit(ALPHA, "a"))), ALPHA).header();
    assertThat(first.laneHeight()).isEqualTo(1);
    assertThat(first.parentLaneHash()).isEqualTo(Hash32.ZERO);
    TestNet.step(chain);
    TestNet.step(chain, sign(1, 1, 0, submit(BETA, "b")));
    LaneHeader second =
        lane(TestNet.step(chain, sign(1, 2, 0, submit(ALPHA, "a"))), ALPHA).header();
    assertThat(second.laneHeight()).isEqualTo(2);
    assertThat(second.parentLaneHash()).isEqualTo(first.hash());
    assertThat(second.blockHeight()).isEqualTo(first.blockHeight() + 3);
  }

  @Test
  void exec13EntriesStandInTheOrderOfThePolicyInForce() {
    long activation = chain.head().height() + 3;
    Action toPriority =
        new Action.ChangeRollup(
            ALPHA, TestRollups.terms(Policy.PRIORITY, 2_000), Optional.empty(), activation);
    TestNet.step(chain, sign(0, 1, 0, toPriority));
    CommittedBlock before = poorThenRich(0);
    assertThat(payloads(before, ALPHA)).containsExactly("poor", "rich");
    assertThat(payloads(before, BETA)).containsExactly("rich", "poor");
    CommittedBlock from = poorThenRich(1);
    assertThat(from.header().height()).isEqualTo(activation);
    assertThat(payloads(from, ALPHA)).containsExactly("rich", "poor");
  }

  @Test
  void order2PayloadsOfAUnitStandTogether() {
    CommittedBlock block =
        TestNet.step(
            chain,
            sign(1, 0, 5_000, submit(BETA, "mid 1", "mid 2")),
            sign(2, 0, 0, submit(BETA, "low 1", "low 2", "low 3")),
            sign(
                3,
                0,
                90_000,
                bundle(entry(BETA, "high 1"), entry(ALPHA, "other"), entry(BETA, "high 2"))));
    assertThat(payloads(block, BETA))
        .containsExactly("high 1", "high 2", "mid 1", "mid 2", "low 1", "low 2", "low 3");
    assertThat(payloads(block, ALPHA)).containsExactly("other");
  }

  private CommittedBlock poorThenRich(long sequence) {
    return TestNet.step(
        chain,
        sign(1, sequence, 0, submit(ALPHA, "poor"), submit(BETA, "poor")),
        sign(2, sequence, 10_000, submit(ALPHA, "rich"), submit(BETA, "rich")));
  }

  private VerifiedTransaction sign(int account, long sequence, long tip, Action... actions) {
    return TestTransactions.plain()
        .withTip(tip)
        .sign(net.account(account), new Nonce(0, sequence), actions);
  }

  private static Action submit(RollupId rollup, String... texts) {
    return new Action.Submit(rollup, Arrays.stream(texts).map(LaneAssemblyTest::payload).toList());
  }

  private static Action bundle(Action.BundleEntry... entries) {
    return new Action.Bundle(List.of(entries));
  }

  private static Action.BundleEntry entry(RollupId rollup, String text) {
    return new Action.BundleEntry(rollup, payload(text));
  }

  private static Payload payload(String text) {
    return Payload.of(Bytes.utf8(text));
  }

  private static LaneBlockRecord lane(CommittedBlock block, RollupId rollup) {
    return block.lanes().stream()
        .filter(one -> one.rollup().equals(rollup))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> payloads(CommittedBlock block, RollupId rollup) {
    return lane(block, rollup).laneBlock().entries().stream()
        .map(entry -> LaneEntry.decode(entry).data().toUtf8())
        .toList();
  }
}
