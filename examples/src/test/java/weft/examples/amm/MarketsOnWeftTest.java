package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.examples.amm.AmmFixture.EAST;
import static weft.examples.amm.AmmFixture.TRADERS;
import static weft.examples.amm.AmmFixture.WEST;

import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.AccountState;
import weft.rollup.client.TransactionBuilder;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.ConductorConfig;
import weft.testkit.TestWeft;

/// Two markets, traders and an arbitrageur on a real node over real sockets.
final class MarketsOnWeftTest {
  private static final PrivateKey PAYER = PrivateKey.fromSeed(Bytes.utf8("payer"));
  private static final PrivateKey POOR = PrivateKey.fromSeed(Bytes.utf8("without funds"));
  private static final PrivateKey ARBITRAGEUR = PrivateKey.fromSeed(Bytes.utf8("arbitrageur"));
  private static final long BLOCK_NS = 20_000_000;

  private TestWeft weft;
  private WeftClient client;
  private Thread blocks;
  private volatile boolean stopped;

  @BeforeEach
  void start() {
    weft = TestWeft.inMemory();
    client = weft.connect();
    weft.faucet().fund(PAYER.address(), 1_000_000_000_000_000L);
    weft.faucet().fund(ARBITRAGEUR.address(), 1_000_000_000_000_000L);
    for (RollupId rollup : List.of(EAST, WEST)) {
      weft.faucet().registerRollup(rollup.name(), terms());
    }
    blocks = Thread.ofPlatform().name("blocks").start(this::makeBlocks);
  }

  @AfterEach
  void stop() throws InterruptedException {
    stopped = true;
    blocks.join();
    weft.close();
  }

  private RollupTerms terms() {
    return new RollupTerms(
        weft.faucet().key().address(),
        Policy.FIRST_COME,
        List.of(),
        1 << 20,
        "",
        Optional.empty(),
        List.of());
  }

  private AmmRollup market(RollupId rollup, long silver, Optional<Path> data) throws IOException {
    List<Address> funded = new ArrayList<>(BotKeys.addresses(TRADERS));
    funded.add(ARBITRAGEUR.address());
    return AmmRollup.start(
        AmmConfig.demo(rollup, silver, funded, data),
        client.lanes(),
        weft.trust(),
        ConductorConfig.defaults(),
        AmmListener.NONE);
  }

  private void makeBlocks() {
    while (!stopped) {
      weft.produceBlock();
      LockSupport.parkNanos(BLOCK_NS);
    }
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  private static TraderConfig traders(PrivateKey payer, WalletConfig wallet) {
    return new TraderConfig(payer, TRADERS, 300, 50, 50, 1, wallet);
  }

  @Test
  void tradesAreSoftExecutedAndVerifiedOnBothSides(@TempDir Path data) throws Exception {
    Hash32 root;
    long block;
    try (AmmRollup east = market(EAST, 2_000_000_000L, Optional.of(data));
        AmmRollup west = market(WEST, 2_400_000_000L, Optional.empty());
        TraderBot traders =
            TraderBot.start(
                traders(PAYER, WalletConfig.defaults()),
                client,
                List.of(east, west),
                BotListener.NONE);
        ArbitrageBot arbitrage =
            ArbitrageBot.start(
                new ArbitrageConfig(
                    ARBITRAGEUR,
                    ARBITRAGEUR,
                    1_000,
                    5,
                    50,
                    WalletConfig.defaults().withChannels(1)),
                client,
                east,
                west,
                BotListener.NONE)) {
      await(
          "trade", () -> traders.counters().soft() >= 200 && arbitrage.counters().bothLegs() >= 2);
      traders.stop();
      arbitrage.stop();
      await("settle", () -> traders.inFlight() == 0);
      long softPayloads =
          traders.counters().soft() + 2 * arbitrage.counters().transactions().soft();
      await(
          "execute",
          () ->
              east.state().executed()
                      + east.state().skipped()
                      + west.state().executed()
                      + west.state().skipped()
                  >= softPayloads);
      if (arbitrage.counters().oneLeg() == 0) {
        assertThat(arbitrage.counters().profitY()).isPositive();
        assertThat(arbitrage.counters().deltaX()).isZero();
      }
      assertThat(traders.counters().refused()).isEmpty();
      assertThat(traders.counters().dropped()).isZero();
      assertThat(east.state().verified() && west.state().verified()).isTrue();
      root = east.state().stateRoot();
      block = east.state().block();
    }
    try (AmmRollup replay = market(EAST, 2_000_000_000L, Optional.empty());
        AmmRollup resumed = market(EAST, 2_000_000_000L, Optional.of(data))) {
      await("replay", () -> replay.state().block() == block);
      assertThat(replay.state().stateRoot()).isEqualTo(root);
      await("resume", () -> resumed.state().block() == block);
      assertThat(resumed.state().stateRoot()).isEqualTo(root);
      assertThat(resumed.state().executed()).as("nothing is executed again").isZero();
    }
  }

  @Test
  void sponsoredTradersNeedNoFundsOfTheirOwn() throws Exception {
    for (RollupId rollup : List.of(EAST, WEST)) {
      Amount plenty = Amount.of(1_000_000_000_000L);
      weft.faucet()
          .perform(new Action.SetSponsorship(rollup, new SponsorshipTerms(plenty, plenty, plenty)));
    }
    WalletConfig sponsored = WalletConfig.defaults().withSponsor(weft.faucet().key().address());
    try (AmmRollup east = market(EAST, 2_000_000_000L, Optional.empty());
        AmmRollup west = market(WEST, 2_400_000_000L, Optional.empty());
        TraderBot bot =
            TraderBot.start(
                traders(POOR, sponsored), client, List.of(east, west), BotListener.NONE)) {
      await("trade", () -> bot.counters().soft() >= 50);
      bot.stop();
      await("settle", () -> bot.inFlight() == 0);
      assertThat(bot.counters().refused()).isEmpty();
    }
    Checked<AccountState> account = client.chain().account(POOR.address());
    assertThat(account)
        .isInstanceOfSatisfying(
            Checked.Ok.class,
            ok ->
                assertThat(((AccountState) ok.value()).balance(TestWeft.ASSET))
                    .isEqualTo(Amount.ZERO));
  }

  private Amount balance(PrivateKey key) {
    return switch (client.chain().account(key.address())) {
      case Checked.Ok<AccountState>(AccountState account) -> account.balance(TestWeft.ASSET);
      case Checked.Refused<AccountState> refused ->
          throw new AssertionError(refused.refusal().toString());
    };
  }

  private Optional<TransactionStatus.Soft> soft(Transaction transaction) {
    return client.transactions().status(transaction.hash())
                instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)
            && status.progress() instanceof TransactionStatus.Soft soft
        ? Optional.of(soft)
        : Optional.empty();
  }

  @Test
  void garbageCostsItsSenderTheFee() throws Exception {
    Amount before = balance(PAYER);
    Transaction garbage =
        new TransactionBuilder(TestWeft.CHAIN_ID, TestWeft.ASSET)
            .nonce(0, 0)
            .lastHeight(30_000)
            .maxFee(Amount.of(1_000_000_000L))
            .submit(EAST, Bytes.utf8("no operation of this rollup"))
            .sign(PAYER);
    try (AmmRollup east = market(EAST, 2_000_000_000L, Optional.empty())) {
      assertThat(client.transactions().submit(garbage).isTaken()).isTrue();
      await("skip", () -> east.state().skipped() == 1);
      assertThat(east.state().executed()).isZero();
    }
    Amount fee = soft(garbage).orElseThrow().fee();
    assertThat(fee).isGreaterThan(Amount.ZERO);
    assertThat(balance(PAYER)).isEqualTo(before.minus(fee));
  }

  @Test
  void aPoorTraderIsRefusedAndSaysWhy() throws Exception {
    try (AmmRollup east = market(EAST, 2_000_000_000L, Optional.empty());
        TraderBot bot =
            TraderBot.start(
                traders(POOR, WalletConfig.defaults()), client, List.of(east), BotListener.NONE)) {
      await("refuse", () -> bot.counters().refused().size() == 1);
      assertThat(bot.counters().refused()).containsKey("insufficient-funds");
      assertThat(bot.counters().soft()).isZero();
    }
  }
}
