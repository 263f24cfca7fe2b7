package weft.examples.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.examples.amm.AmmRollup;
import weft.examples.amm.SignedOperation;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.BidOrder;
import weft.rollup.client.Bidding;
import weft.rollup.client.BiddingConfig;
import weft.rollup.client.Head;
import weft.rollup.client.NodeException;
import weft.rollup.client.PlacedBid;
import weft.rollup.client.Submitted;
import weft.rollup.client.WeftClient;

/// A builder at work: after each block, once its markets have executed it, it bids for the heads of
/// the next one as its strategy says, if that is worth more than it costs.
///
/// It bonds what it bids with, and never offers more than that. It uses channel 0 of the payer for
/// its bond, and the channels of [BiddingConfig#DEFAULTS] for bids and payloads.
public final class BuilderBot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BuilderBot.class);
  private static final long HEAD_WAIT_MS = 200;
  private static final long CLOSE_WAIT_MS = 5_000;
  private static final long FAILED_WAIT_MS = 500;

  /// No bid is for more than this part of the bond, so that several can stand at once.
  private static final int BOND_PARTS = 4;

  /// Most bids that stand at once: the older ones are for prices that are past.
  private static final int MAX_OPEN = 6;

  private final BuilderConfig config;
  private final WeftClient client;
  private final List<AmmRollup> markets;
  private final BuilderListener listener;
  private final Lookout lookout;
  private final KnownCosts costs;
  private final OpenBids open;
  private final long[] nextNonces;
  private final Thread thread;
  private volatile BuilderCounters counters = BuilderCounters.NONE;
  private volatile boolean isStopped;
  private volatile boolean isClosed;

  private BuilderBot(
      BuilderConfig config, WeftClient client, List<AmmRollup> markets, BuilderListener listener) {
    this.config = config;
    this.client = client;
    this.markets = List.copyOf(markets);
    this.listener = listener;
    this.lookout = new Lookout(this.markets, config.trader().address());
    this.costs = new KnownCosts(client);
    this.open = new OpenBids(client, listener);
    this.nextNonces = new long[markets.size()];
    this.thread = Thread.ofVirtual().name("weft-builder-" + config.name()).unstarted(this::run);
  }

  /// Starts bidding on the first pools of markets, which must be of the same tokens.
  public static BuilderBot start(
      BuilderConfig config, WeftClient client, List<AmmRollup> markets, BuilderListener listener) {
    BuilderBot bot = new BuilderBot(config, client, markets, listener);
    bot.thread.start();
    return bot;
  }

  public String name() {
    return config.name();
  }

  /// Whom its bids are from.
  public Address address() {
    return config.payer().address();
  }

  public BuilderCounters counters() {
    return counters;
  }

  /// Ends bidding; what stands is followed to its end.
  public void stop() {
    isStopped = true;
  }

  /// Whether it was stopped, and the fate of all its bids is known.
  public boolean isSettled() {
    return !thread.isAlive();
  }

  @Override
  public void close() {
    isStopped = true;
    isClosed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (HeadFeed heads = HeadFeed.open(client)) {
      while (!isDone()) {
        try {
          work(heads);
        } catch (NodeException e) {
          LOG.debug("builder {}: {}", config.name(), e.getMessage());
          Thread.sleep(FAILED_WAIT_MS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone() {
    return isClosed || (isStopped && open.isEmpty());
  }

  /// Bids block after block, until it is done.
  private void work(HeadFeed heads) throws InterruptedException {
    Optional<Sale> sale = Sale.ask(client, markets.stream().map(AmmRollup::rollup).toList());
    if (sale.isEmpty()) {
      LOG.debug("builder {}: not all rollups sell the heads of their lanes", config.name());
      Thread.sleep(FAILED_WAIT_MS);
      return;
    }
    Bidding bidding = Bidding.open(client, config.payer(), BiddingConfig.DEFAULTS);
    try (BondKeeper bond = new BondKeeper(config, client, sale.get().asset(), listener)) {
      while (!isDone()) {
        Optional<Head> head = heads.newest(HEAD_WAIT_MS);
        if (head.isPresent()) {
          List<Seen> seen = lookout.see(head.get());
          // Bidding first: the next block waits for nobody.
          if (!isStopped && !heads.hasNewer() && open.size() < MAX_OPEN) {
            bid(head.get().height(), seen, sale.get(), bond.held(), bidding);
          }
          open.settled(head.get().height()).forEach(result -> count(result, bond));
          counters = counters.earning(lookout.earnedY(seen));
          bond.tend();
        }
      }
    }
  }

  private void count(OpenBids.Result result, BondKeeper bond) {
    bond.spent(result.spent());
    counters = counters.with(result);
  }

  private void bid(long height, List<Seen> seen, Sale sale, Amount held, Bidding bidding) {
    Optional<Plan> plan = config.strategy().plan(seen);
    if (plan.isEmpty()) {
      return;
    }
    Amount offered = open.offered();
    Amount free = held.minus(offered.min(held));
    Optional<Amount> amount =
        config
            .pricing()
            .amount(
                plan.get().gainY(),
                costs.ofWinning(rollups(plan.get())),
                sale.reserve(plan.get()),
                free.min(config.bond().mulDivFloor(1, BOND_PARTS)));
    if (amount.isPresent()) {
      long lastHeight = height + config.validBlocks();
      BidOrder order = BidOrder.of(payloads(plan.get()), sale.asset(), amount.get(), lastHeight);
      switch (bidding.place(order)) {
        case Checked.Refused<PlacedBid>(Refusal refusal) -> refused(refusal);
        case Checked.Ok<PlacedBid>(PlacedBid placed) -> placed(placed, amount.get(), lastHeight);
      }
    }
  }

  private List<RollupId> rollups(Plan plan) {
    return plan.legs().stream().map(leg -> markets.get(leg.market()).rollup()).toList();
  }

  private List<Action.BundleEntry> payloads(Plan plan) {
    List<Action.BundleEntry> entries = new ArrayList<>();
    PrivateKey key = config.trader();
    for (Plan.Leg leg : plan.legs()) {
      AmmRollup market = markets.get(leg.market());
      long nonce = Math.max(nextNonces[leg.market()], market.nextNonce(key.address()));
      nextNonces[leg.market()] = nonce + 1;
      entries.add(
          new Action.BundleEntry(
              market.rollup(),
              Payload.of(SignedOperation.sign(market.rollup(), key, nonce, leg.swap()))));
    }
    return entries;
  }

  private void placed(PlacedBid placed, Amount amount, long lastHeight) {
    Transaction payloads = placed.signed().payloads().orElseThrow();
    Transaction bid = placed.signed().bid();
    if (!mayBeTaken(payloads, placed.payloads())) {
      return;
    }
    boolean isBid = mayBeTaken(bid, placed.bid());
    open.add(
        new OpenBids.OpenBid(
            payloads.hash(),
            isBid ? Optional.of(bid.hash()) : Optional.empty(),
            amount,
            lastHeight));
    counters = isBid ? counters.withBid() : counters;
  }

  /// Takes note of an answer.
  ///
  /// @param outcome empty: it was not sent
  /// @return whether the node has the transaction, or may have it
  private boolean mayBeTaken(Transaction transaction, Optional<Submitted> outcome) {
    if (outcome.isEmpty()) {
      return false;
    }
    return switch (outcome.get()) {
      case Submitted.Accepted _, Submitted.AlreadyKnown _ -> {
        listener.received(transaction.hash());
        yield true;
      }
      case Submitted.Unknown _ -> true;
      case Submitted.Refused(Refusal refusal) -> {
        refused(refusal);
        yield false;
      }
    };
  }

  private void refused(Refusal refusal) {
    LOG.debug("builder {}: {}", config.name(), refusal);
    listener.refused(refusal);
    counters = counters.withRefusal();
  }
}
