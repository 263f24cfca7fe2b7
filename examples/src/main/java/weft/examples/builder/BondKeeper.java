package weft.examples.builder;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.rollup.client.AccountState;
import weft.rollup.client.Sent;
import weft.rollup.client.Wallet;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WalletListener;
import weft.rollup.client.WeftClient;

/// Keeps a builder's bond filled: below half of what it should be, it is filled up. For one thread.
final class BondKeeper implements AutoCloseable {
  private static final long ASK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final BuilderConfig config;
  private final WeftClient client;
  private final AssetId asset;
  private final Wallet wallet;
  private Amount held = Amount.ZERO;
  private long askedAtNs = System.nanoTime() - ASK_EVERY_NS;
  private @Nullable Sent fillingUp;

  BondKeeper(BuilderConfig config, WeftClient client, AssetId asset, BuilderListener listener) {
    this.config = config;
    this.client = client;
    this.asset = asset;
    this.wallet =
        Wallet.open(
            client, config.payer(), WalletConfig.defaults().withChannels(1), listening(listener));
  }

  /// What the bond holds, as it was a moment ago; nothing before the first [#tend].
  Amount held() {
    return held;
  }

  /// Asks from time to time, and fills the bond up where it is low.
  ///
  /// @throws weft.rollup.client.NodeException if the node does not answer
  void tend() throws InterruptedException {
    if (System.nanoTime() - askedAtNs >= ASK_EVERY_NS) {
      askedAtNs = System.nanoTime();
      ask();
    }
  }

  /// Takes note of what was spent since it was asked for.
  void spent(Amount amount) {
    held = held.minus(amount.min(held));
  }

  @Override
  public void close() {
    wallet.close();
  }

  private void ask() throws InterruptedException {
    if (!(client.chain().account(config.payer().address())
        instanceof Checked.Ok<AccountState>(AccountState account))) {
      return;
    }
    held =
        account.bidBonds().stream()
            .filter(bond -> bond.asset().equals(asset))
            .map(bond -> bond.held().minus(bond.leaving().min(bond.held())))
            .findFirst()
            .orElse(Amount.ZERO);
    boolean isFillingUp = fillingUp != null && !fillingUp.settled().isDone();
    if (!isFillingUp && held.isLessThan(config.bond().mulDivFloor(1, 2))) {
      Amount more = config.bond().minus(held).min(account.balance(asset).mulDivFloor(1, 2));
      fillingUp = more.isZero() ? null : wallet.send(List.of(new Action.BondBids(asset, more)));
    }
  }

  private static WalletListener listening(BuilderListener listener) {
    return new WalletListener() {
      @Override
      public void submitted(Sent sent) {
        if (sent.outcome().isTaken()) {
          listener.received(sent.transaction().hash());
        }
      }

      @Override
      public void settled(Sent sent, TransactionStatus status) {
        listener.settled(sent.transaction().hash());
      }
    };
  }
}
