package weft.cli.devnet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.chain.engine.EngineStatus;
import weft.cli.CliException;
import weft.cli.market.Auctions;
import weft.cli.market.Bots;
import weft.cli.market.Builders;
import weft.cli.market.Heads;
import weft.cli.market.KnownFees;
import weft.cli.market.LiveView;
import weft.cli.market.Market;
import weft.cli.market.MarketRun;
import weft.cli.market.Registration;
import weft.cli.market.RunningParts;
import weft.cli.market.Snapshot;
import weft.cli.market.Summary;
import weft.cli.market.Traffic;
import weft.cli.screen.Line;
import weft.cli.screen.Screen;
import weft.examples.amm.AmmRollup;
import weft.node.Node;
import weft.node.mempool.MempoolSize;
import weft.primitives.Hash32;
import weft.protocol.block.TrustedValidator;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.NodeException;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// A whole Weft in one process: a node with real sockets, two AMM rollups that verify every lane
/// block, and bots that trade on them.
final class Devnet implements AutoCloseable, MarketRun {
  private static final Logger LOG = LoggerFactory.getLogger(Devnet.class);
  private static final long SETTLE_WAIT_MS = 15_000;
  private static final long CATCH_UP_WAIT_MS = 15_000;
  private static final long POLL_MS = 50;

  /// A bid is there before the next block is made; some blocks more for one that is late.
  private static final int BID_BLOCKS = 3;

  private final RunningParts running =
      new RunningParts("Nothing acknowledged is lost; start it again with the same --data.");
  private final Traffic traffic = Traffic.ofOneNode();
  private final List<Market> markets = new ArrayList<>();
  private final long startedAtNs;
  private final OptionalLong forMs;
  private final Node node;
  private final WeftClient client;
  private final Heads heads;
  private final Bots bots;
  private final Builders builders;
  private final Auctions auctions;
  private final KnownFees fees;

  /// @param forMs shown only: who starts it, stops it
  /// @param hasBuilders whether builders bid on the heads of the lanes
  record Plan(
      Path folder,
      int portBase,
      int ratePerSecond,
      long seed,
      OptionalLong forMs,
      boolean hasBuilders) {}

  private Devnet(Plan plan) throws InterruptedException {
    this.forMs = plan.forMs();
    try {
      node = running.opened(DevnetNode.start(plan.folder(), plan.portBase()));
      client = running.opened(WeftClient.connect(DevnetNode.HOST + ":" + node.grpcPort()));
      long firstHeight = node.services().store().head().height() + 1;
      heads = running.opened(Heads.follow(client, firstHeight));
      Trust trusted =
          Trust.of(
              new TrustedValidator(
                  node.services().genesis().chainId(), node.services().genesis().validator()));
      Registration.registerAll(client, traffic);
      for (int i = 0; i < Market.ROLLUPS.size(); i++) {
        Path state = plan.folder().resolve("rollups").resolve(Market.ROLLUPS.get(i).name());
        markets.add(running.opened(Market.start(client, trusted, i, state)));
      }
      List<AmmRollup> rollups = markets.stream().map(Market::rollup).toList();
      fees = new KnownFees(client);
      startedAtNs = System.nanoTime();
      bots =
          running.opened(Bots.start(client, rollups, plan.ratePerSecond(), plan.seed(), traffic));
      builders =
          running.opened(
              plan.hasBuilders()
                  ? Builders.start(client, rollups, BID_BLOCKS, traffic)
                  : Builders.none());
      auctions = running.opened(Auctions.follow(client, firstHeight, builders));
    } catch (RuntimeException | InterruptedException e) {
      try {
        close();
      } catch (CliException alsoWrong) {
        e.addSuppressed(alsoWrong);
      }
      throw e;
    }
  }

  /// Starts everything; answers when the bots trade.
  static Devnet start(Plan plan) throws InterruptedException {
    return new Devnet(plan);
  }

  /// When the bots began to trade, by `System.nanoTime`.
  @Override
  public long startedAtNs() {
    return startedAtNs;
  }

  /// How many swaps the traders sent per second, over all the time since [#startedAtNs].
  @Override
  public double swapsPerSecond() {
    return bots.swaps() * 1e9 / Math.max(1, System.nanoTime() - startedAtNs);
  }

  /// Why it cannot go on, if so. The node comes first: rollups stop because it does.
  @Override
  public Optional<CliException> problem() {
    if (node.status() instanceof EngineStatus.Halted halted) {
      return Optional.of(
          new CliException("halted", "the node halted: " + halted.reason(), halted.nextStep()));
    }
    return markets.stream().flatMap(market -> market.problem().stream()).findFirst();
  }

  @Override
  public String lastWait() {
    return "the last transactions";
  }

  @Override
  public String greeting() {
    Snapshot now = snapshot();
    return "weft devnet: HTTP %s, gRPC %s. Ctrl-C stops.".formatted(now.http(), now.grpc());
  }

  @Override
  public String line() {
    return LiveView.line(snapshot());
  }

  @Override
  public List<Line> lines(Screen.Size size) {
    return DevnetView.lines(snapshot(), size.width(), size.height());
  }

  private Snapshot snapshot() {
    fees.refresh();
    Heads.Rates rates = heads.rates();
    MempoolSize mempool = node.services().mempoolSize().get();
    return new Snapshot(
        node.services().genesis().chainName(),
        "http://" + DevnetNode.HOST + ":" + node.httpPort(),
        DevnetNode.HOST + ":" + node.grpcPort(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAtNs),
        forMs,
        heads.height(),
        rates.intervalMs(),
        rates.transactionsPerSecond(),
        rates.bytesPerSecond(),
        fees.asset(),
        fees.baseFeePerByte(),
        traffic.recentSoftLatency(),
        traffic.receipts(),
        traffic.refusedCount(),
        traffic.waitingCount(),
        mempool.transactions(),
        mempool.bytes(),
        markets.stream()
            .map(market -> market.view(fees.laneFeePerByte(market.rollup().rollup())))
            .toList(),
        auctions.totals(),
        traffic.recent());
  }

  /// Stops the bots, waits for what is in flight and for the rollups, and sums up. Of a devnet that
  /// cannot go on it sums up what there is, without waiting.
  @Override
  public Summary finish() throws InterruptedException {
    bots.stop();
    builders.stop();
    boolean goesOn = problem().isEmpty();
    long lost = settle(goesOn ? SETTLE_WAIT_MS : 0);
    List<Summary.Lane> lanes = new ArrayList<>();
    for (Market market : markets) {
      lanes.add(market.summary(market.isAtHead(goesOn ? CATCH_UP_WAIT_MS : 0)));
    }
    awaitHeads(goesOn ? CATCH_UP_WAIT_MS : 0);
    auctions.await(heads.height(), goesOn ? CATCH_UP_WAIT_MS : 0);
    Heads.Totals totals = heads.totals();
    return new Summary(
        totals.blocks(),
        totals.transactions(),
        totals.payloads(),
        totals.payloadBytes(),
        traffic.refusedByCode(),
        traffic.softLatency(),
        lanes,
        traffic.receipts(),
        lost,
        auctions.totals());
  }

  /// Stops what runs, the latest first: bots, rollups, client, node.
  @Override
  public void close() {
    running.close();
  }

  /// Waits, for a bounded time, until each receipt's transaction is final.
  ///
  /// @return how many are lost
  private long settle(long waitMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (traffic.waitingCount() > 0 && System.nanoTime() < deadlineNs) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    try {
      for (Hash32 hash : traffic.waiting()) {
        if (client.transactions().status(hash)
            instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)) {
          traffic.found(hash, status);
        }
      }
    } catch (NodeException e) {
      LOG.debug("devnet: {}", e.getMessage());
    }
    return traffic.lost();
  }

  /// The head stream may be a moment behind the chain.
  private void awaitHeads(long waitMs) throws InterruptedException {
    long height = node.services().store().head().height();
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (heads.height() < height && System.nanoTime() < deadlineNs) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }
}
