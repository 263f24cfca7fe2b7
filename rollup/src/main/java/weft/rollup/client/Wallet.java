package weft.rollup.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Transaction;

/// Signs and sends for one account: keeps the sequences of several channels, estimates maximum
/// fees, follows what becomes of each transaction, and fills the gap where one was dropped, so that
/// later ones do not wait for ever.
///
/// At most one wallet, in one process, may use a channel of an account. Safe for any number of
/// threads; submissions on different channels run at the same time.
public final class Wallet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wallet.class);
  private static final long LISTEN_MS = 500;
  private static final long CHECK_EVERY_MS = 5_000;
  private static final long LASTED_MS = 10_000;

  private final WeftClient client;
  private final PrivateKey key;
  private final WalletConfig config;
  private final WalletListener listener;
  private final ChainView chain;
  private final List<WalletChannel> channels = new ArrayList<>();
  private final AtomicLong turn = new AtomicLong();
  private final Thread watcher;
  private final Thread tender;
  private final Semaphore tenderCalls = new Semaphore(0);
  private volatile boolean isCheckDue;
  private volatile boolean closed;

  private Wallet(WeftClient client, PrivateKey key, WalletConfig config, WalletListener listener) {
    this.client = client;
    this.key = key;
    this.config = config;
    this.listener = listener;
    this.chain = new ChainView(client, config.refreshMs());
    for (int id = 0; id < config.channels(); id++) {
      channels.add(new WalletChannel(this, id));
    }
    this.watcher = Thread.ofPlatform().name("weft-wallet").daemon(true).unstarted(this::watch);
    this.tender = Thread.ofVirtual().name("weft-wallet-tender").unstarted(this::tend);
  }

  /// Opens a wallet; asks the node for the chain.
  ///
  /// @throws NodeException if the node does not answer
  public static Wallet open(WeftClient client, PrivateKey key, WalletConfig config) {
    return open(client, key, config, WalletListener.NONE);
  }

  /// Opens a wallet with somebody who hears what becomes of its transactions.
  public static Wallet open(
      WeftClient client, PrivateKey key, WalletConfig config, WalletListener listener) {
    Wallet wallet = new Wallet(client, key, config, listener);
    wallet.watcher.start();
    wallet.tender.start();
    return wallet;
  }

  public Address address() {
    return key.address();
  }

  /// The asset that fees are paid in.
  public AssetId feeAsset() {
    return config.feeAsset().orElse(chain.nodeStatus().defaultAsset());
  }

  /// Sends on the next channel in turn.
  ///
  /// @throws IllegalArgumentException if the actions break a rule of form
  /// @throws NodeException if the node does not answer
  public Sent send(List<Action> actions) throws InterruptedException {
    return send((int) Math.floorMod(turn.getAndIncrement(), (long) config.channels()), actions);
  }

  /// Sends on one channel; its transactions keep their order.
  ///
  /// @param channel 0 up to the number of channels
  public Sent send(int channel, List<Action> actions) throws InterruptedException {
    return channels.get(channel).send(actions);
  }

  /// Sends and waits for the final status; empty if it was refused or is not final in time.
  public Optional<TransactionStatus> sendAndSettle(List<Action> actions, long waitMs)
      throws InterruptedException {
    try {
      return Optional.of(send(actions).settled().get(waitMs, TimeUnit.MILLISECONDS));
    } catch (TimeoutException | CancellationException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a wallet must complete with a status", e);
    }
  }

  /// Transactions that are at the node and not final.
  public int inFlight() {
    return channels.stream().mapToInt(WalletChannel::inFlight).sum();
  }

  /// Stops following; what was submitted stays submitted.
  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
    tender.interrupt();
  }

  WeftClient client() {
    return client;
  }

  WalletConfig config() {
    return config;
  }

  WalletListener listener() {
    return listener;
  }

  ChainView chain() {
    return chain;
  }

  /// Signs with a maximum fee for the present fees, and at least the floor with its headroom.
  Transaction sign(long channel, long sequence, List<Action> actions, Amount floor) {
    TransactionBuilder builder =
        new TransactionBuilder(chain.nodeStatus().chainId(), feeAsset())
            .nonce(channel, sequence)
            .lastHeight(chain.height() + config.validityBlocks())
            .tip(config.tip())
            .sponsor(config.sponsor())
            .actions(actions);
    Amount cost = chain.cost(builder.body(key.address())).max(floor);
    Amount wanted = cost.mulDivCeil(config.feeHeadroom(), 1).saturatingPlus(config.tip());
    return builder.maxFee(wanted.min(config.maxFeeCap())).sign(key);
  }

  private void watch() {
    RandomGenerator random = new SplittableRandom();
    int failures = 0;
    while (!closed) {
      long openedAtNs = System.nanoTime();
      String reason = followOnce(failures > 0);
      boolean lasted = System.nanoTime() - openedAtNs > TimeUnit.MILLISECONDS.toNanos(LASTED_MS);
      failures = lasted ? 1 : failures + 1;
      LOG.debug("wallet {}: status stream ended: {}", address(), reason);
      try {
        Thread.sleep(closed ? 0 : RetryPolicy.DEFAULT.delayMs(failures, 0, random));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String followOnce(boolean missedEvents) {
    try (Subscription<TransactionStatus> changes =
        client.transactions().followStatus(new StatusFilter.OfAccount(address()))) {
      if (missedEvents) {
        isCheckDue = true;
        tenderCalls.release();
      }
      return watch(changes);
    } catch (NodeException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /// Follows one stream to its end, and tells why it ended.
  private String watch(Subscription<TransactionStatus> changes) throws InterruptedException {
    while (!closed) {
      switch (changes.next(LISTEN_MS)) {
        case Incoming.Item<TransactionStatus>(TransactionStatus status) -> changed(status);
        case Incoming.Nothing<TransactionStatus> _ -> {}
        case Incoming.Ended<TransactionStatus>(String reason, var _) -> {
          return reason;
        }
      }
    }
    return "closed";
  }

  /// Does what the node must be asked for: on a thread of its own, so that no event waits for that.
  private void tend() {
    long checkedAtNs = System.nanoTime();
    while (!closed) {
      try {
        boolean isCalled = tenderCalls.tryAcquire(CHECK_EVERY_MS, TimeUnit.MILLISECONDS);
        tenderCalls.drainPermits();
        long sinceNs = System.nanoTime() - checkedAtNs;
        if (!isCalled || isCheckDue || sinceNs > TimeUnit.MILLISECONDS.toNanos(CHECK_EVERY_MS)) {
          isCheckDue = false;
          check();
          checkedAtNs = System.nanoTime();
        } else {
          channels.forEach(WalletChannel::fill);
        }
      } catch (NodeException e) {
        LOG.debug("wallet {}: {}", address(), e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Compares all channels with the node.
  void check() {
    channels.forEach(WalletChannel::check);
  }

  private void changed(TransactionStatus status) {
    if (status.nonce().channel() < channels.size()
        && channels.get((int) status.nonce().channel()).changed(status)) {
      tenderCalls.release();
    }
  }
}
