package weft.cli.testnet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.market.Auctions;
import weft.cli.market.Bots;
import weft.cli.market.Builders;
import weft.cli.market.Heads;
import weft.cli.market.KnownFees;
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
import weft.ledger.genesis.Genesis;
import weft.node.network.LocalNetwork;
import weft.primitives.Hash32;
import weft.protocol.light.TrustedPoint;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.ChainBlock;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.NodeException;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// A network of processes, two AMM rollups that each follow two of its nodes, bots that submit to
/// any node, and what disturbs them.
final class Testnet implements AutoCloseable, MarketRun {
  private static final Logger LOG = LoggerFactory.getLogger(Testnet.class);
  private static final long START_WAIT_MS = 180_000;
  private static final long SETTLE_WAIT_MS = 60_000;
  private static final long CATCH_UP_WAIT_MS = 60_000;
  private static final long COUNT_WAIT_MS = 10_000;
  private static final long CALL_MS = 3_000;

  /// A bid must come to whoever proposes next, on a machine that has several nodes to run.
  private static final int BID_BLOCKS = 12;

  private static final long POLL_MS = 250;
  private static final int LOG_LINES = 20;
  private static final int MAX_NAMED = 10;
  private static final String NOT_SETTLED =
      "LOST, known to a node and in no block after "
          + TimeUnit.MILLISECONDS.toSeconds(SETTLE_WAIT_MS)
          + " s, %s: %s";
  private static final String NOT_WAITED_FOR = "not waited for, since it cannot go on, %s: %s";

  private final RunningParts running = new RunningParts("Look at the nodes' logs.");
  private final Traffic traffic = Traffic.ofNetwork();
  private final List<Market> markets = new ArrayList<>();

  /// The same rollups, each on another node.
  private final List<Market> seconds = new ArrayList<>();

  private final OptionalLong forMs;
  private final Genesis genesis;
  private final NetworkProcesses network;
  private final NodeWatch watch;
  private final List<WeftClient> clients = new ArrayList<>();
  private final WeftClient client;
  private final Heads heads;
  private final AttestationCount attestations;
  private final Perturbations perturbations;
  private final Bots bots;
  private final Builders builders;
  private final Auctions auctions;
  private final long startedAtNs;
  private final KnownFees fees;

  /// @param ports of a new network
  /// @param forMs shown only: who starts it, stops it
  /// @param hasBuilders whether builders bid on the heads of the lanes
  record Plan(
      Path folder,
      int validators,
      LocalNetwork.Ports ports,
      int ratePerSecond,
      long seed,
      OptionalLong forMs,
      boolean hasBuilders,
      Perturbations.Plan perturbations) {}

  private Testnet(Plan plan) throws InterruptedException {
    this.forMs = plan.forMs();
    try {
      network =
          running.opened(
              NetworkProcesses.isIn(plan.folder())
                  ? NetworkProcesses.open(plan.folder())
                  : NetworkProcesses.create(plan.folder(), plan.validators(), plan.ports()));
      genesis = network.node(0).directory().genesis();
      Optional<PeerRelays> relays = relays(plan);
      network.startAll();
      network.await(1, START_WAIT_MS);
      watch = running.opened(NodeWatch.start(network));
      ClientConfig config = ClientConfig.defaults().withCallTimeoutMs(CALL_MS);
      for (NodeProcess node : network.nodes()) {
        clients.add(running.opened(node.connect(config)));
      }
      client =
          running.opened(
              WeftClient.over(
                  new SpreadChannel(
                      network.nodes().stream().map(NodeProcess::grpc).toList(), watch::isUp),
                  config));
      long firstHeight = network.commonHeight() + 1;
      heads = running.opened(Heads.follow(client, firstHeight));
      attestations = running.opened(AttestationCount.start(client, firstHeight));
      Registration.registerAll(client, traffic);
      follow(plan.folder().resolve("rollups"));
      fees = new KnownFees(client);
      startedAtNs = System.nanoTime();
      List<AmmRollup> rollups = markets.stream().map(Market::rollup).toList();
      bots =
          running.opened(Bots.start(client, rollups, plan.ratePerSecond(), plan.seed(), traffic));
      builders =
          running.opened(
              plan.hasBuilders()
                  ? Builders.start(client, rollups, BID_BLOCKS, traffic)
                  : Builders.none());
      auctions = running.opened(Auctions.follow(client, firstHeight, builders));
      perturbations =
          running.opened(Perturbations.start(network, watch, relays, plan.perturbations()));
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /// Starts everything; answers when the bots trade.
  static Testnet start(Plan plan) throws InterruptedException {
    return new Testnet(plan);
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

  /// Why it cannot go on, if so.
  @Override
  public Optional<CliException> problem() {
    Optional<CliException> down =
        watch.views().stream()
            .filter(node -> node.state() == NodeState.DOWN)
            .findFirst()
            .map(node -> down(network.node(node.index())));
    return down.or(() -> watch.disagreement().map(Testnet::forked))
        .or(perturbations::problem)
        .or(() -> allMarkets().stream().flatMap(market -> market.problem().stream()).findFirst());
  }

  private static CliException down(NodeProcess node) {
    return new CliException(
        "failed",
        "node %d ended by itself; its last lines:\n%s"
            .formatted(node.index(), node.lastLines(LOG_LINES)),
        "Its log is " + node.log());
  }

  private static CliException forked(String disagreement) {
    return new CliException(
        "failed",
        disagreement,
        "This must not happen with honest nodes; report it with the data folder.");
  }

  @Override
  public String lastWait() {
    return "all nodes and the last transactions";
  }

  @Override
  public String greeting() {
    return "weft testnet: %s, HTTP %s. Ctrl-C stops."
        .formatted(
            Format.count(network.size(), "validator"),
            String.join(" ", network.nodes().stream().map(NodeProcess::http).toList()));
  }

  @Override
  public String line() {
    return TestnetView.line(snapshot());
  }

  @Override
  public List<Line> lines(Screen.Size size) {
    return TestnetView.lines(snapshot(), size.width(), size.height());
  }

  private TestnetSnapshot snapshot() {
    fees.refresh();
    Heads.Rates rates = heads.rates();
    List<NodeView> nodes = watch.views();
    Snapshot all =
        new Snapshot(
            genesis.chainName(),
            network.node(0).http(),
            network.node(0).grpc(),
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
            nodes.stream().mapToInt(NodeView::mempool).max().orElse(0),
            nodes.stream().mapToLong(NodeView::mempoolBytes).max().orElse(0),
            markets.stream()
                .map(market -> market.view(fees.laneFeePerByte(market.rollup().rollup())))
                .toList(),
            auctions.totals(),
            traffic.recent());
    return new TestnetSnapshot(
        all, nodes, attestations.attested(), attestations.missed(), perturbations.counts());
  }

  /// Stops the bots, lets every node come back, waits for what is in flight and for the rollups,
  /// and sums up. Where it cannot go on it sums up what there is, without waiting for long.
  @Override
  public TestnetSummary finish() throws InterruptedException {
    bots.stop();
    builders.stop();
    perturbations.close();
    boolean goesOn = goesOn();
    if (goesOn) {
      network.startAll();
      network.await(watch.highest(), START_WAIT_MS);
    }
    List<Hash32> unknown = settle(goesOn ? SETTLE_WAIT_MS : 0);
    List<Hash32> unsettled = traffic.waiting();
    unsettled.removeAll(unknown);
    List<String> findings = new ArrayList<>();
    name(findings, "LOST, no node knows %s: %s", unknown);
    name(findings, goesOn ? NOT_SETTLED : NOT_WAITED_FOR, unsettled);
    long lost = unknown.size() + (goesOn ? unsettled.size() : 0L);
    long waitMs = goesOn ? CATCH_UP_WAIT_MS : 0;
    List<Summary.Lane> lanes = new ArrayList<>();
    boolean rootsAgree = true;
    for (int i = 0; i < markets.size(); i++) {
      boolean isFirst = markets.get(i).isAtHead(waitMs);
      boolean isSecond = seconds.get(i).isAtHead(waitMs);
      Summary.Lane first = markets.get(i).summary(isFirst && isSecond);
      Summary.Lane second = seconds.get(i).summary(isSecond);
      if (first.laneHeight() != second.laneHeight()
          || !first.stateRoot().equals(second.stateRoot())) {
        rootsAgree = false;
        findings.add(
            "%s: state root %s at lane height %s by one node, %s at %s by another"
                .formatted(
                    first.rollup(),
                    first.stateRoot(),
                    Format.count(first.laneHeight()),
                    second.stateRoot(),
                    Format.count(second.laneHeight())));
      }
      lanes.add(first);
    }
    attestations.await(heads::height, goesOn ? COUNT_WAIT_MS : 0);
    auctions.await(heads.height(), goesOn ? COUNT_WAIT_MS : 0);
    Heads.Totals totals = heads.totals();
    long attested = attestations.attested();
    long missed = attestations.missed();
    if (missed > 0) {
      findings.add(
          "MISSED, too few votes attested these heights (the first of them): "
              + attestations.firstMissed());
    }
    Summary done =
        new Summary(
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
    return new TestnetSummary(
        done,
        network.size(),
        heads.intervals(),
        network.nodes().stream().map(NodeProcess::height).toList(),
        watch.disagreement().isEmpty() && blocksAgree(),
        attested,
        missed,
        perturbations.counts(),
        perturbations.recoveries(),
        rootsAgree,
        findings);
  }

  /// Stops what runs, the latest first: disturbances, bots, rollups, clients, nodes.
  @Override
  public void close() {
    running.close();
  }

  /// Only where nodes are to be cut off: carrying everything costs.
  private Optional<PeerRelays> relays(Plan plan) {
    if (!plan.perturbations().kinds().contains(Perturbation.PARTITION)) {
      return Optional.empty();
    }
    PeerRelays relays = running.opened(PeerRelays.open(network));
    network.nodes().forEach(node -> node.configure(relays.settings(node.index())));
    return Optional.of(relays);
  }

  /// Each rollup follows a node, and once more another node.
  private void follow(Path folder) {
    for (int i = 0; i < Market.ROLLUPS.size(); i++) {
      String name = Market.ROLLUPS.get(i).name();
      int first = i % network.size();
      int second = (first + Math.max(1, network.size() / 2)) % network.size();
      markets.add(running.opened(follow(i, first, folder.resolve(name))));
      seconds.add(running.opened(follow(i, second, folder.resolve(name + "-second"))));
    }
  }

  private Market follow(int rollup, int node, Path folder) {
    WeftClient followed = running.opened(network.node(node).connect(ClientConfig.defaults()));
    return Market.start(followed, trust(), rollup, folder);
  }

  /// The rollups believe the validators of the genesis, which was made here, and whoever follows
  /// them: no node's word.
  private Trust trust() {
    return new Trust.Network(
        new TrustedPoint(genesis.chainId(), 1, genesis.firstValidators(), genesis.timeMs()),
        Long.MAX_VALUE);
  }

  private List<Market> allMarkets() {
    List<Market> all = new ArrayList<>(markets);
    all.addAll(seconds);
    return all;
  }

  /// Waits, for a bounded time, until each receipt's transaction is final.
  ///
  /// @return those that no node knows
  private List<Hash32> settle(long waitMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    List<Hash32> unknown = sweep();
    while (traffic.waitingCount() > 0 && System.nanoTime() < deadlineNs) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
      unknown = sweep();
    }
    return unknown;
  }

  /// Asks all nodes about each transaction that waits; the bots may have missed the news.
  private List<Hash32> sweep() {
    return traffic.waiting().stream().filter(hash -> !isKnown(hash)).toList();
  }

  private static void name(List<String> findings, String line, List<Hash32> transactions) {
    if (!transactions.isEmpty()) {
      findings.add(
          line.formatted(
              Format.count(transactions.size(), "transaction"),
              transactions.stream()
                      .limit(MAX_NAMED)
                      .map(Hash32::toString)
                      .collect(Collectors.joining(" "))
                  + (transactions.size() > MAX_NAMED ? " …" : "")));
    }
  }

  private boolean isKnown(Hash32 hash) {
    boolean isKnown = false;
    for (WeftClient each : clients) {
      try {
        if (each.transactions().status(hash)
            instanceof Checked.Ok<TransactionStatus>(TransactionStatus status)) {
          isKnown = true;
          traffic.found(hash, status);
          if (status.state().isFinal()) {
            return true;
          }
        }
      } catch (NodeException e) {
        LOG.debug("testnet: {}", e.getMessage());
      }
    }
    return isKnown;
  }

  /// Whether all nodes have the same newest block that all of them have: its hash covers the state
  /// before it.
  private boolean blocksAgree() {
    long height = network.commonHeight();
    Set<Hash32> hashes = new HashSet<>();
    try {
      for (WeftClient each : clients) {
        switch (each.chain().block(height, false)) {
          case Checked.Ok<ChainBlock>(ChainBlock block) -> hashes.add(block.blockHash());
          case Checked.Refused<ChainBlock> _ -> {
            return false;
          }
        }
      }
    } catch (NodeException e) {
      LOG.debug("testnet: {}", e.getMessage());
      return false;
    }
    return height > 0 && hashes.size() == 1;
  }
}
