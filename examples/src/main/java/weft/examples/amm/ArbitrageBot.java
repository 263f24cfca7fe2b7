package weft.examples.amm;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.primitives.Address;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.rollup.client.NodeException;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.Wallet;
import weft.rollup.client.WeftClient;

/// Watches two AMM rollups with the same tokens. Where their prices differ enough it buys on one
/// and sells on the other, in one bundle: both swaps get into their lanes in the same block, or
/// neither.
///
/// Being included together does not mean that both succeed: another swap may come first, and then a
/// minimum amount lets one of them fail. The counters tell how often.
public final class ArbitrageBot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArbitrageBot.class);
  private static final long CLOSE_WAIT_MS = 5_000;
  private static final long POLL_MS = 10;

  /// Bounds a wait that the bundle's validity ends long before.
  private static final long SETTLE_WAIT_MS = 60_000;

  private final ArbitrageConfig config;
  private final AmmRollup first;
  private final AmmRollup second;
  private final BotBook book;
  private final BotPace pace = new BotPace();
  private final Wallet wallet;
  private final Thread thread;
  private final LongAdder bundles = new LongAdder();

  /// Of all bundles so far. Written by the bot's thread, each bundle whole.
  private volatile Booked booked = new Booked(0, 0, 0, 0);

  private int refusals;

  private ArbitrageBot(
      ArbitrageConfig config,
      WeftClient client,
      AmmRollup first,
      AmmRollup second,
      BotListener listener) {
    this.config = config;
    this.first = first;
    this.second = second;
    this.book = new BotBook(listener);
    this.wallet =
        Wallet.open(
            client,
            config.payer(),
            config.wallet().withValidityBlocks(config.settleBlocks()),
            book);
    this.thread = Thread.ofVirtual().name("weft-arbitrage").unstarted(this::run);
  }

  /// Starts watching pool 0 of both rollups, which must be of the same tokens.
  ///
  /// @throws NodeException if the node does not answer
  public static ArbitrageBot start(
      ArbitrageConfig config,
      WeftClient client,
      AmmRollup first,
      AmmRollup second,
      BotListener listener) {
    if (!sameTokens(first, second)) {
      throw new IllegalArgumentException("the first pools are of different tokens");
    }
    ArbitrageBot bot = new ArbitrageBot(config, client, first, second, listener);
    bot.thread.start();
    return bot;
  }

  public ArbitrageCounters counters() {
    Booked now = booked;
    return new ArbitrageCounters(
        book.counters(), bundles.sum(), now.bothLegs(), now.oneLeg(), now.profitY(), now.deltaX());
  }

  /// Stops sending; a bundle in flight is still waited for.
  public void stop() {
    pace.stop();
    try {
      thread.join(CLOSE_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    thread.interrupt();
    wallet.close();
  }

  private void run() {
    try {
      while (pace.sleepMs(config.pauseMs())) {
        try {
          look();
        } catch (NodeException e) {
          LOG.debug("arbitrage: {}", e.getMessage());
          pace.sleepMs(500);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    PoolState one = first.pool(0);
    PoolState two = second.pool(0);
    boolean firstIsCheap = one.priceMicros() <= two.priceMicros();
    AmmRollup cheap = firstIsCheap ? first : second;
    AmmRollup dear = firstIsCheap ? second : first;
    AmmConfig.Pool pool = cheap.config().pools().getFirst();
    Address account = config.trader().address();
    Optional<ArbitrageMath.Trade> trade =
        ArbitrageMath.best(
            firstIsCheap ? one : two,
            firstIsCheap ? two : one,
            cheap.balance(account, pool.y()),
            dear.balance(account, pool.x()));
    if (trade.isPresent() && trade.get().profit() >= config.minProfit()) {
      send(cheap, dear, trade.get());
    }
  }

  private void send(AmmRollup cheap, AmmRollup dear, ArbitrageMath.Trade trade)
      throws InterruptedException {
    Holdings before = holdings();
    Operation.Swap buy = new Operation.Swap(0, false, trade.spendY(), trade.x());
    Operation.Swap sell =
        new Operation.Swap(0, true, trade.x(), trade.spendY() + config.minProfit());
    Action bundle = new Action.Bundle(List.of(entry(cheap, buy), entry(dear, sell)));
    Sent sent = wallet.send(List.of(bundle));
    book.sent(sent);
    switch (sent.outcome()) {
      case Submitted.Refused(Refusal refusal) -> {
        refusals++;
        pace.sleepMs(BotPace.backOffMs(refusals, refusal));
      }
      case Submitted.Accepted _, Submitted.AlreadyKnown _, Submitted.Unknown _ -> {
        refusals = 0;
        settle(sent, before);
      }
    }
  }

  private Action.BundleEntry entry(AmmRollup market, Operation operation) {
    PrivateKey key = config.trader();
    long nonce = market.nextNonce(key.address());
    return new Action.BundleEntry(
        market.rollup(), Payload.of(SignedOperation.sign(market.rollup(), key, nonce, operation)));
  }

  /// Waits until both rollups have executed the bundle, and books what it brought.
  private void settle(Sent sent, Holdings before) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_WAIT_MS);
    TransactionStatus status;
    try {
      status = sent.settled().get(SETTLE_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | CancellationException | ExecutionException e) {
      LOG.debug("arbitrage: no final status of {}", sent.transaction().hash());
      return;
    }
    if (!(status.progress() instanceof TransactionStatus.Soft soft)) {
      return;
    }
    bundles.increment();
    for (LanePosition position : soft.lanes()) {
      AmmRollup market = position.rollup().equals(first.rollup()) ? first : second;
      while (market.state().laneHeight() < position.laneHeight()) {
        if (System.nanoTime() > deadlineNs) {
          return;
        }
        Thread.sleep(POLL_MS);
      }
    }
    booked = booked.with(before, holdings());
  }

  private record Booked(long bothLegs, long oneLeg, long profitY, long deltaX) {
    Booked with(Holdings before, Holdings after) {
      boolean firstMoved = before.firstX() != after.firstX();
      boolean secondMoved = before.secondX() != after.secondX();
      return new Booked(
          bothLegs + (firstMoved && secondMoved ? 1 : 0),
          oneLeg + (firstMoved != secondMoved ? 1 : 0),
          profitY + after.firstY() + after.secondY() - before.firstY() - before.secondY(),
          deltaX + after.firstX() + after.secondX() - before.firstX() - before.secondX());
    }
  }

  private record Holdings(long firstX, long firstY, long secondX, long secondY) {}

  private Holdings holdings() {
    AmmConfig.Pool pool = first.config().pools().getFirst();
    Address account = config.trader().address();
    return new Holdings(
        first.balance(account, pool.x()),
        first.balance(account, pool.y()),
        second.balance(account, pool.x()),
        second.balance(account, pool.y()));
  }

  private static boolean sameTokens(AmmRollup first, AmmRollup second) {
    PoolState one = first.pool(0);
    PoolState two = second.pool(0);
    return one.tokenX().equals(two.tokenX()) && one.tokenY().equals(two.tokenY());
  }
}
