package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.examples.amm.AmmFixture.EAST;
import static weft.examples.amm.AmmFixture.TRADERS;
import static weft.examples.amm.AmmFixture.WEST;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.Wallet;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.ConductorConfig;

/// Two AMM rollups and their bots on a sequencer whose blocks the test makes.
final class BotsTest {
  private static final PrivateKey ARBITRAGEUR = PrivateKey.fromSeed(Bytes.utf8("arbitrageur"));
  private static final PrivateKey PAYER = PrivateKey.fromSeed(Bytes.utf8("payer"));

  private final FakeChain chain = new FakeChain();
  private FakeNode node;
  private WeftClient client;
  private AmmRollup east;
  private AmmRollup west;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain).rollups(EAST, WEST);
    client = WeftClient.connect(node.target());
    chain.produce();
    east = market(EAST, 2_000_000_000L);
    west = market(WEST, 2_400_000_000L);
  }

  @AfterEach
  void stop() {
    east.close();
    west.close();
    client.close();
    node.close();
  }

  private AmmRollup market(RollupId rollup, long silver) throws IOException {
    List<Address> funded = new java.util.ArrayList<>(BotKeys.addresses(TRADERS));
    funded.add(ARBITRAGEUR.address());
    return AmmRollup.start(
        AmmConfig.demo(rollup, silver, funded, Optional.empty()),
        client.lanes(),
        chain.trust(),
        ConductorConfig.defaults(),
        AmmListener.NONE);
  }

  /// Makes blocks until something holds.
  private void produceUntil(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long nextNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadlineNs);
      if (System.nanoTime() >= nextNs) {
        chain.produce();
        nextNs = System.nanoTime() + 20_000_000;
      }
      Thread.onSpinWait();
    }
  }

  private static TraderConfig traders(int garbagePerMille) {
    return new TraderConfig(PAYER, TRADERS, 300, 50, garbagePerMille, 1, WalletConfig.defaults());
  }

  @Test
  void traderSwapsOnBothMarketsAndReportsLatency() {
    AtomicInteger soft = new AtomicInteger();
    BotListener listener =
        new BotListener() {
          @Override
          public void soft(Sent sent, TransactionStatus status, long latencyNs) {
            assertThat(latencyNs).isPositive();
            soft.incrementAndGet();
          }
        };
    try (TraderBot bot = TraderBot.start(traders(100), client, List.of(east, west), listener)) {
      produceUntil(() -> bot.counters().soft() >= 200);
      bot.stop();
      produceUntil(() -> bot.inFlight() == 0);
      produceUntil(
          () ->
              east.state().block() == chain.laneHeight(EAST)
                  && west.state().block() == chain.laneHeight(WEST));
      BotCounters counters = bot.counters();
      assertThat(counters.received()).isEqualTo(counters.soft() + counters.dropped());
      assertThat(counters.refused()).isEmpty();
      assertThat(soft.get()).isEqualTo((int) counters.soft());
      long executed = east.state().executed() + west.state().executed();
      long skipped = east.state().skipped() + west.state().skipped();
      assertThat(executed + skipped).isEqualTo(counters.soft());
      // Only garbage is skipped: about one in ten.
      assertThat(skipped).isBetween(1L, counters.soft() / 4);
      assertThat(east.state().verified()).isTrue();
      assertThat(east.state().stateRoot()).isNotEqualTo(west.state().stateRoot());
    }
  }

  @Test
  void aReceiptIsBookedBeforeWhatBecomesOfIt() throws InterruptedException {
    List<String> heard = new CopyOnWriteArrayList<>();
    BotBook book =
        new BotBook(
            new BotListener() {
              @Override
              public void received(Sent sent) {
                heard.add("received");
              }

              @Override
              public void forgotten(Sent sent) {
                heard.add("forgotten");
              }

              @Override
              public void soft(Sent sent, TransactionStatus status, long latencyNs) {
                heard.add("soft");
              }
            });
    try (Wallet wallet = Wallet.open(client, PAYER, WalletConfig.defaults(), book)) {
      // The answer is lost; when the same bytes come again, the transaction is soft.
      node.loseNext(1);
      node.beforeAnswer(chain::produce);
      Sent sent =
          wallet.send(List.of(new Action.Submit(EAST, List.of(Payload.of(Bytes.utf8("late"))))));
      book.sent(sent);
      assertThat(sent.outcome()).isInstanceOf(Submitted.AlreadyKnown.class);
    }
    assertThat(heard).containsExactly("received", "soft");
    assertThat(book.counters().received()).isEqualTo(1);
    assertThat(book.counters().soft()).isEqualTo(1);
  }

  @Test
  void traderHonoursRefusals() {
    chain.gate(
        _ ->
            FakeChain.refusal(RefusalCode.MEMPOOL_FULL, "")
                .map(refusal -> refusal.retryAfterMs(60_000)));
    AtomicInteger refused = new AtomicInteger();
    BotListener listener =
        new BotListener() {
          @Override
          public void refused(Refusal refusal) {
            refused.incrementAndGet();
          }
        };
    try (TraderBot bot = TraderBot.start(traders(0), client, List.of(east, west), listener)) {
      produceUntil(() -> refused.get() >= TRADERS.size());
      long startNs = System.nanoTime();
      produceUntil(() -> System.nanoTime() - startNs > 500_000_000);
      // Each trader tried once and stays away, although the rate would allow dozens.
      assertThat(bot.counters().refused()).isEqualTo(java.util.Map.of("mempool-full", 6L));
      long stoppingNs = System.nanoTime();
      bot.stop();
      assertThat(System.nanoTime() - stoppingNs).isLessThan(3_000_000_000L);
    }
  }

  @Test
  void arbitrageBringsPricesTogetherAtAProfit() {
    long gapBefore = Math.abs(east.pool(0).priceMicros() - west.pool(0).priceMicros());
    assertThat(gapBefore).isEqualTo(400_000);
    ArbitrageConfig config =
        new ArbitrageConfig(PAYER, ARBITRAGEUR, 10, 5, 50, WalletConfig.defaults().withChannels(1));
    try (ArbitrageBot bot = ArbitrageBot.start(config, client, east, west, BotListener.NONE)) {
      produceUntil(() -> bot.counters().bothLegs() >= 1);
      ArbitrageCounters counters = bot.counters();
      assertThat(counters.oneLeg()).isZero();
      assertThat(counters.profitY()).isPositive();
      assertThat(counters.deltaX()).isZero();
    }
    long gapAfter = Math.abs(east.pool(0).priceMicros() - west.pool(0).priceMicros());
    // What is left is less than the fees of two swaps, 0.3 % each.
    assertThat(gapAfter).isLessThan(gapBefore / 10);
    assertBundlesAreBound();
  }

  /// Both rollups see that their payloads belong together.
  private void assertBundlesAreBound() {
    LaneEntry first = entry(EAST);
    LaneEntry second = entry(WEST);
    assertThat(first.isBundled()).isTrue();
    assertThat(second.bundleRoot()).isEqualTo(first.bundleRoot());
    assertThat(second.transactionHash()).isEqualTo(first.transactionHash());
  }

  private LaneEntry entry(RollupId rollup) {
    ProvenLaneBlock block = chain.laneBlocks(rollup, 1).getFirst();
    return LaneEntry.decode(block.laneBlock().entries().getFirst());
  }
}
