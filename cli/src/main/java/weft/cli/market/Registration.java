package weft.cli.market;

import java.util.List;
import java.util.Optional;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.primitives.Amount;
import weft.primitives.PrivateKey;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.rollup.client.RegisteredRollup;
import weft.rollup.client.Wallet;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WeftClient;

/// Registers the rollups, where they are not.
public final class Registration {
  private static final long MAX_LANE_BYTES = 4L << 20;
  private static final Amount RESERVE = Amount.of(1_000);
  private static final Mechanism MECHANISM =
      new Mechanism(
          Mechanism.DEFAULT_NODE_BUDGET, Pricing.FIRST, Sharing.NUCLEOLUS, Refunds.PERCENT);
  private static final long WAIT_MS = 20_000;

  private Registration() {}

  /// Registers each rollup of [Market#ROLLUPS] that the chain does not have.
  ///
  /// @throws CliException if the node refuses one
  public static void registerAll(WeftClient client, Traffic traffic) throws InterruptedException {
    for (int i = 0; i < Market.ROLLUPS.size(); i++) {
      register(client, Market.ROLLUPS.get(i), Accounts.rollupOwner(i), traffic);
    }
  }

  private static void register(WeftClient client, RollupId id, PrivateKey owner, Traffic traffic)
      throws InterruptedException {
    switch (client.chain().rollup(id)) {
      case Checked.Ok<RegisteredRollup> _ -> {
        return;
      }
      case Checked.Refused<RegisteredRollup>(var refusal)
          when refusal.code() != RefusalCode.ROLLUP_NOT_FOUND ->
          throw CliException.of(refusal);
      case Checked.Refused<RegisteredRollup> _ -> {}
    }
    RollupTerms terms =
        new RollupTerms(
            owner.address(),
            Policy.FIRST_COME,
            List.of(),
            MAX_LANE_BYTES,
            "",
            Optional.empty(),
            List.of(),
            Optional.of(sale(client, id)));
    try (Wallet wallet = Wallet.open(client, owner, WalletConfig.defaults(), traffic.ofWallet())) {
      Optional<TransactionStatus> status =
          wallet.sendAndSettle(List.of(new Action.RegisterRollup(id, terms)), WAIT_MS);
      if (status.isEmpty() || status.get().state() != TransactionState.SOFT) {
        throw new CliException(
            "failed",
            id.name() + " could not be registered: " + status,
            "Use a fresh --data folder.");
      }
    }
  }

  /// Each sells the head of its lane, alone or together with the others; users get back what they
  /// ask for.
  private static MarketTerms sale(WeftClient client, RollupId id) {
    return new MarketTerms(
        List.of(new MarketTerms.AcceptedMechanism(MECHANISM, 1)),
        NodeOption.require(client.chain().fees()).defaultAsset(),
        RESERVE,
        Market.ROLLUPS.stream().filter(other -> !other.equals(id)).toList(),
        List.of());
  }
}
