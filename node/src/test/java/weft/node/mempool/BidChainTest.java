package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.chain.fixture.TestMarket.EAST;
import static weft.chain.fixture.TestMarket.WEST;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.chain.block.Chain;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.engine.solo.SoloEngine;
import weft.engine.solo.SoloEngineSettings;
import weft.engine.solo.SystemBlockClock;
import weft.ledger.state.StateReader;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.Offer;
import weft.protocol.status.TransactionState;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// Bids with the real ledger, chain, engine and store.
final class BidChainTest {
  private static final Amount BOND = Amount.of(1_000_000_000);

  private final TestNet net = TestNet.of(6);
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private @Nullable Running running;

  /// A node as far as bids go.
  private record Running(RocksNodeStore store, Mempool mempool, SoloEngine engine) {}

  @BeforeEach
  void open() {
    start();
    for (VerifiedTransaction each : TestMarket.opening(net.keys())) {
      accept(each);
    }
    assertThat(block().transactions()).hasSize(6);
  }

  @AfterEach
  void close() {
    running().engine.close();
    running().mempool.close();
    running().store.close();
    assertThat(faults).isEmpty();
  }

  @Test
  void twoBidsCompeteForOneBlockAndTheWinnersPayloadsComeFirst() {
    VerifiedTransaction low = offer(1, 500, EAST);
    VerifiedTransaction high = offer(2, 700, EAST, WEST);
    VerifiedTransaction user = TestMarket.ordinary(net.account(3), 1, EAST);
    accept(user);
    CommittedBlock block = block();

    assertThat(winners(block)).containsExactly(high.hash());
    assertThat(hashes(block).subList(0, 2)).containsExactlyInAnyOrder(low.hash(), high.hash());
    assertThat(included(block, named(high)).lanes())
        .allSatisfy(lane -> assertThat(lane.firstPayload()).isZero())
        .hasSize(2);
    assertThat(included(block, user.hash()).lanes().getFirst().firstPayload()).isEqualTo(1);
    assertThat(hashes(block)).doesNotContain(named(low));
    assertThat(List.of(low, high, user))
        .allSatisfy(each -> assertThat(state(each.hash())).isEqualTo(TransactionState.SOFT));
    assertThat(held(1)).isEqualTo(BOND.minus(included(block, low.hash()).fee()));
    assertThat(held(2))
        .isEqualTo(BOND.minus(included(block, high.hash()).fee()).minus(Amount.of(700)));

    assertThat(state(named(low))).isEqualTo(TransactionState.PENDING);
    assertThat(block().transactions()).isEmpty();
  }

  @Test
  void bidsOfOneAccountWithOneSequenceAreInOneBlock() {
    VerifiedTransaction east = TestMarket.body(net.account(1), 1, EAST);
    VerifiedTransaction west = TestMarket.body(net.account(2), 1, WEST);
    accept(east);
    accept(west);
    VerifiedTransaction first = TestMarket.bid(net.account(3), 5, 10, List.of(EAST), east.hash());
    VerifiedTransaction second = TestMarket.bid(net.account(3), 5, 20, List.of(WEST), west.hash());
    accept(first);
    accept(second);
    CommittedBlock block = block();

    assertThat(winners(block)).containsExactlyInAnyOrder(first.hash(), second.hash());
    assertThat(hashes(block)).contains(east.hash(), west.hash()).hasSize(4);
    assertThat(running().mempool.nextPendingSequence(net.account(3).address(), 1)).isEqualTo(6);
    assertThat(running().mempool.size().transactions()).isZero();
  }

  @Test
  void aBidThatIsCancelledInTimeIsInNoBlock() {
    VerifiedTransaction bid = offer(1, 500, EAST);
    VerifiedTransaction cancellation =
        TestTransactions.plain().sign(net.account(1), new Nonce(1, 0));
    accept(cancellation);

    assertThat(hashes(block())).containsExactly(cancellation.hash());
    assertThat(running().mempool.status(bid.hash()).orElseThrow().state())
        .isIn(TransactionState.PENDING, TransactionState.REPLACED);
    assertThat(block().transactions()).isEmpty();
  }

  /// The store is torn away under a running node.
  @Test
  void bidsAndWhatTheyNameAreThereAfterAKill() {
    VerifiedTransaction low = offer(1, 500, EAST);
    VerifiedTransaction high = offer(2, 700, EAST, WEST);
    Running killed = running();
    killed.store.close();
    start();
    killed.engine.close();
    killed.mempool.close();
    faults.clear();

    assertThat(running().mempool.size().transactions()).isEqualTo(4);
    CommittedBlock block = block();
    assertThat(winners(block)).containsExactly(high.hash());
    assertThat(hashes(block)).contains(low.hash(), named(high)).hasSize(3);
  }

  /// A bid on a transaction of the bidder's own that is only for packages.
  private VerifiedTransaction offer(int account, long amount, RollupId... rollups) {
    VerifiedTransaction body = TestMarket.body(net.account(account), 1, rollups);
    accept(body);
    VerifiedTransaction bid =
        TestMarket.bid(net.account(account), 0, amount, List.of(rollups), body.hash());
    accept(bid);
    return bid;
  }

  private static Hash32 named(VerifiedTransaction bid) {
    return bid.body().bid().orElseThrow().transactions().getFirst();
  }

  private static List<Hash32> hashes(CommittedBlock block) {
    return block.transactions().stream().map(each -> each.transaction().hash()).toList();
  }

  private static IncludedTransaction included(CommittedBlock block, Hash32 hash) {
    return block.transactions().stream()
        .filter(each -> each.transaction().hash().equals(hash))
        .findFirst()
        .orElseThrow();
  }

  private static List<Hash32> winners(CommittedBlock block) {
    return block.auctions().stream()
        .flatMap(record -> record.auctions().stream())
        .flatMap(auction -> auction.winners().stream())
        .map(Offer::bid)
        .toList();
  }

  private Amount held(int account) {
    return new StateReader(running().store.state())
        .bidBond(net.account(account).address(), TestTransactions.WEFT)
        .held();
  }

  private TransactionState state(Hash32 hash) {
    return running().mempool.status(hash).orElseThrow().state();
  }

  private void accept(VerifiedTransaction transaction) {
    assertThat(
            MempoolFixture.answer(running().mempool.submit(transaction.transaction().envelope())))
        .isInstanceOf(Answer.Accepted.class);
  }

  private CommittedBlock block() {
    return running().engine.produceBlock();
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  private void start() {
    RocksNodeStore store = RocksNodeStore.open(directory, StoreSettings.defaults());
    Chain chain = net.open(store, TestNet::verifyAfresh);
    Mempool mempool = Mempool.start(MempoolSettings.defaults(2), environment(store));
    SoloEngine engine =
        new SoloEngine(
            chain,
            mempool,
            TestNet.VALIDATOR,
            SoloEngineSettings.manualSteps(),
            new SystemBlockClock());
    engine.start();
    running = new Running(store, mempool, engine);
  }

  private MempoolEnvironment environment(RocksNodeStore store) {
    return MempoolEnvironment.of(
        store,
        MempoolFixture.NODE_KEY,
        TestTransactions.WEFT,
        () -> Instant.ofEpochMilli(TestNet.GENESIS_TIME_MS),
        () -> {},
        faults::add);
  }
}
