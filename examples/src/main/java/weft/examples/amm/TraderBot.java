package weft.examples.amm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.rollup.client.NodeException;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.Wallet;
import weft.rollup.client.WeftClient;

/// Swaps at random on AMM rollups, at a steady rate. Each trader is one account of the rollup and
/// one Weft channel, so its swaps keep their order.
public final class TraderBot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TraderBot.class);
  private static final long CLOSE_WAIT_MS = 5_000;
  private static final int GARBAGE_BYTES = 96;

  private final TraderConfig config;
  private final List<AmmRollup> markets;
  private final BotBook book;
  private final BotPace pace = new BotPace();
  private final Wallet wallet;
  private final List<Thread> threads = new ArrayList<>();

  private TraderBot(
      TraderConfig config, WeftClient client, List<AmmRollup> markets, BotListener listener) {
    this.config = config;
    this.markets = List.copyOf(markets);
    this.book = new BotBook(listener);
    this.wallet = Wallet.open(client, config.payer(), config.wallet(), book);
  }

  /// Starts trading; trader i trades on market i modulo the number of markets.
  ///
  /// @throws NodeException if the node does not answer
  public static TraderBot start(
      TraderConfig config, WeftClient client, List<AmmRollup> markets, BotListener listener) {
    TraderBot bot = new TraderBot(config, client, markets, listener);
    for (int i = 0; i < config.traders().size(); i++) {
      int trader = i;
      bot.threads.add(Thread.ofVirtual().name("weft-trader-" + i).start(() -> bot.trade(trader)));
    }
    return bot;
  }

  public BotCounters counters() {
    return book.counters();
  }

  /// Transactions that are at the node and not final.
  public int inFlight() {
    return wallet.inFlight();
  }

  /// Stops sending and keeps counting what is in flight; [#close] ends that too.
  public void stop() {
    pace.stop();
    for (Thread thread : threads) {
      try {
        thread.join(CLOSE_WAIT_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    stop();
    threads.forEach(Thread::interrupt);
    wallet.close();
  }

  private void trade(int trader) {
    SplittableRandom random = new SplittableRandom(config.seed() + trader);
    AmmRollup market = markets.get(trader % markets.size());
    PrivateKey key = config.traders().get(trader);
    long intervalNs =
        TimeUnit.SECONDS.toNanos(1) * config.traders().size() / config.ratePerSecond();
    long nextNs = System.nanoTime() + random.nextLong(intervalNs);
    long nonce = 0;
    int refusals = 0;
    try {
      while (pace.sleepUntil(nextNs)) {
        nextNs = Math.max(nextNs + intervalNs, System.nanoTime());
        nonce = Math.max(nonce, market.nextNonce(key.address()));
        Submitted outcome = swap(trader, market, key, nonce, random);
        nonce += outcome instanceof Submitted.Refused ? 0 : 1;
        refusals = outcome instanceof Submitted.Refused ? refusals + 1 : 0;
        if (outcome instanceof Submitted.Refused(Refusal refusal)
            && !pace.sleepMs(BotPace.backOffMs(refusals, refusal))) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Submitted swap(
      int trader, AmmRollup market, PrivateKey key, long nonce, SplittableRandom random)
      throws InterruptedException {
    try {
      Payload payload = Payload.of(payload(market, key, nonce, random));
      Sent sent =
          wallet.send(trader, List.of(new Action.Submit(market.rollup(), List.of(payload))));
      book.sent(sent);
      return sent.outcome();
    } catch (NodeException e) {
      LOG.debug("trader {}: {}", trader, e.getMessage());
      pace.sleepMs(500);
      return new Submitted.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /// A swap of random size, away from the token that the trader has less of.
  private Bytes payload(AmmRollup market, PrivateKey key, long nonce, SplittableRandom random) {
    if (random.nextInt(1_000) < config.garbagePerMille()) {
      byte[] garbage = new byte[GARBAGE_BYTES];
      random.nextBytes(garbage);
      return Bytes.wrap(garbage);
    }
    AmmConfig.Pool pool = market.config().pools().getFirst();
    PoolState reserves = market.pool(0);
    long x = market.balance(key.address(), pool.x());
    long y = market.balance(key.address(), pool.y());
    boolean sellsX = x / 4 > y || (y / 4 <= x && random.nextBoolean());
    long reserve = sellsX ? reserves.reserveX() : reserves.reserveY();
    long most = Math.max(1, Math.min((sellsX ? x : y) / 4, reserve * config.maxSwapBps() / 10_000));
    Operation.Swap swap = new Operation.Swap(0, sellsX, 1 + random.nextLong(most), 1);
    return SignedOperation.sign(market.rollup(), key, nonce, swap);
  }
}
