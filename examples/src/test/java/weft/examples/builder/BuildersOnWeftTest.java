package weft.examples.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.examples.amm.AmmConfig;
import weft.examples.amm.AmmListener;
import weft.examples.amm.AmmRollup;
import weft.examples.amm.BotKeys;
import weft.examples.amm.BotListener;
import weft.examples.amm.TraderBot;
import weft.examples.amm.TraderConfig;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.rollup.client.AccountState;
import weft.rollup.client.AuctionPage;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.ConductorConfig;
import weft.testkit.TestWeft;

/// Two builders that compete for the lanes of two markets, on a real node over real sockets.
final class BuildersOnWeftTest {
  private static final RollupId EAST = RollupId.of("amm-east");
  private static final RollupId WEST = RollupId.of("amm-west");
  private static final List<PrivateKey> TRADERS = BotKeys.traders("test", 6);
  private static final PrivateKey PAYER = key("payer");
  private static final long FUNDS = 100_000_000_000_000L;
  private static final Amount RESERVE = Amount.of(1_000);
  private static final Amount BOND = Amount.of(100_000_000);
  private static final long BLOCK_NS = 50_000_000;
  private static final int WINS = 3;

  private final List<AmmRollup> markets = new ArrayList<>();
  private TestWeft weft;
  private WeftClient client;
  private Thread blocks;
  private volatile boolean isStopped;

  private static PrivateKey key(String name) {
    return PrivateKey.fromSeed(Bytes.utf8(name));
  }

  @BeforeEach
  void start() throws IOException {
    weft = TestWeft.inMemory();
    client = weft.connect();
    for (PrivateKey key : List.of(PAYER, key("both"), key("one"))) {
      weft.faucet().fund(key.address(), FUNDS);
    }
    weft.faucet().registerRollup(EAST.name(), terms(WEST));
    weft.faucet().registerRollup(WEST.name(), terms(EAST));
    for (RollupId rollup : List.of(EAST, WEST)) {
      markets.add(market(rollup));
    }
    blocks = Thread.ofPlatform().name("blocks").start(this::makeBlocks);
  }

  @AfterEach
  void stop() throws InterruptedException {
    isStopped = true;
    blocks.join();
    markets.forEach(AmmRollup::close);
    weft.close();
  }

  private RollupTerms terms(RollupId partner) {
    return new RollupTerms(
        weft.faucet().key().address(),
        Policy.FIRST_COME,
        List.of(),
        1 << 20,
        "",
        Optional.empty(),
        List.of(),
        Optional.of(
            new MarketTerms(
                List.of(new MarketTerms.AcceptedMechanism(Mechanism.DEFAULT, 1)),
                TestWeft.ASSET,
                RESERVE,
                List.of(partner),
                List.of())));
  }

  private AmmRollup market(RollupId rollup) throws IOException {
    List<Address> funded = new ArrayList<>(BotKeys.addresses(TRADERS));
    funded.add(key("both").address());
    funded.add(key("one").address());
    return AmmRollup.start(
        AmmConfig.demo(rollup, 1_000_000_000L, funded, Optional.empty()),
        client.lanes(),
        weft.trust(),
        ConductorConfig.defaults(),
        AmmListener.NONE);
  }

  private void makeBlocks() {
    while (!isStopped) {
      weft.produceBlock();
      LockSupport.parkNanos(BLOCK_NS);
    }
  }

  private BuilderBot builder(String name, Strategy strategy) {
    return BuilderBot.start(
        new BuilderConfig(
            name, key(name), key(name), strategy, new BidPricing(1_000, 7_000), BOND, 3),
        client,
        markets,
        BuilderListener.NONE);
  }

  private TraderBot traders() {
    return TraderBot.start(
        new TraderConfig(PAYER, TRADERS, 100, 50, 0, 1, WalletConfig.defaults()),
        client,
        markets,
        BotListener.NONE);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  @Test
  void bothWinEarnAndPayWhatTheyBid() {
    BuilderCounters both;
    BuilderCounters one;
    try (TraderBot traders = traders();
        BuilderBot arbitrage = builder("both", new Arbitrage());
        BuilderBot reversion = builder("one", new Reversion())) {
      await(
          "win", () -> arbitrage.counters().wins() >= WINS && reversion.counters().wins() >= WINS);
      arbitrage.stop();
      reversion.stop();
      traders.stop();
      await("settle", () -> arbitrage.isSettled() && reversion.isSettled());
      both = arbitrage.counters();
      one = reversion.counters();
    }
    assertThat(both.earnedY()).isPositive();
    assertThat(both.bids()).isGreaterThanOrEqualTo(both.included());
    assertThat(both.included()).isGreaterThanOrEqualTo(both.wins());
    assertPaid(key("both").address(), both);
    assertPaid(key("one").address(), one);
    assertRecords(both.wins() + one.wins());
  }

  /// What a builder says that it spent is what it has less; besides, it paid for its bond to be
  /// taken.
  private void assertPaid(Address builder, BuilderCounters counters) {
    AccountState account = account(builder);
    Amount left = account.balance(TestWeft.ASSET).plus(account.bidBonds().getFirst().held());
    assertThat(Amount.of(FUNDS).minus(left).minus(counters.spent()).toLongExact())
        .isBetween(1L, 1_000_000L);
  }

  private AccountState account(Address address) {
    return switch (client.chain().account(address)) {
      case Checked.Ok<AccountState>(AccountState known) -> known;
      case Checked.Refused<AccountState> refused ->
          throw new AssertionError(refused.refusal().toString());
    };
  }

  /// Every block's auctions kept what they promise to rollups.
  private void assertRecords(long wins) {
    long found = 0;
    for (AuctionRecord block : records()) {
      for (AssetAuctionRecord auction : block.auctions()) {
        Amount charged = Amount.ZERO;
        for (Offer winner : auction.winners()) {
          charged = charged.plus(winner.charged().orElseThrow());
          found++;
        }
        Amount paid = Amount.ZERO;
        for (Seller seller : auction.sellers()) {
          assertThat(seller.payment()).as("%s", block).isGreaterThanOrEqualTo(seller.alone());
          paid = paid.plus(seller.payment());
        }
        assertThat(paid).isEqualTo(charged);
      }
    }
    assertThat(found).isEqualTo(wins);
  }

  private List<AuctionRecord> records() {
    List<AuctionRecord> all = new ArrayList<>();
    long next = 1;
    while (true) {
      AuctionPage page =
          switch (client.auctions().auctions(next, 0, Optional.empty(), 0)) {
            case Checked.Ok<AuctionPage>(AuctionPage some) -> some;
            case Checked.Refused<AuctionPage> refused ->
                throw new AssertionError(refused.refusal().toString());
          };
      all.addAll(page.auctions());
      if (page.nextHeight().isEmpty()) {
        return all;
      }
      next = page.nextHeight().getAsLong();
    }
  }

  @Test
  void bondsFirstAndBidsNothingWhereNothingGains() {
    try (BuilderBot arbitrage = builder("both", new Arbitrage())) {
      await("bond", () -> !account(key("both").address()).bidBonds().isEmpty());
      long height = weft.node().services().store().head().height();
      await("blocks", () -> weft.node().services().store().head().height() > height + 10);
      assertThat(arbitrage.counters()).isEqualTo(BuilderCounters.NONE);
    }
    assertThat(account(key("both").address()).bidBonds().getFirst().held()).isEqualTo(BOND);
  }
}
