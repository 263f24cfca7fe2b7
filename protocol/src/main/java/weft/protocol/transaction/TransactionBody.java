package weft.protocol.transaction;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Amount;

/// What an account signs.
///
/// @param lastHeight the last block height at which this may be included
/// @param lastTimeMs the last block time at which this may be included; 0 = no limit
/// @param maxFee the most this may cost, tip included, in units of the fee asset
/// @param tip paid to the proposer on top, in units of the fee asset
/// @param sponsor whose sponsorship pays; empty: the signer pays
/// @param actions empty: only uses up the nonce (a cancellation)
public record TransactionBody(
    long chainId,
    Address account,
    Nonce nonce,
    long lastHeight,
    long lastTimeMs,
    AssetId feeAsset,
    Amount maxFee,
    Amount tip,
    Optional<Address> sponsor,
    List<Action> actions) {
  public TransactionBody {
    actions = List.copyOf(actions);
  }

  /// The bid that it is; empty for anything else.
  public Optional<Action.Bid> bid() {
    return !actions.isEmpty() && actions.getFirst() instanceof Action.Bid bid
        ? Optional.of(bid)
        : Optional.empty();
  }

  /// What it asks of bids that name it; empty if nothing.
  public Optional<Action.RefundTerms> refundTerms() {
    return actions.stream()
        .filter(Action.RefundTerms.class::isInstance)
        .map(Action.RefundTerms.class::cast)
        .findFirst();
  }

  /// Whether it must not be in a block unless a winning bid of the block names it.
  public boolean isOnlyInPackage() {
    return actions.stream().anyMatch(Action.OnlyInPackage.class::isInstance);
  }

  /// The rollups that it has payloads for.
  public SortedSet<RollupId> rollups() {
    SortedSet<RollupId> rollups = new TreeSet<>();
    for (Action action : actions) {
      if (action instanceof Action.Submit submit) {
        rollups.add(submit.rollup());
      } else if (action instanceof Action.Bundle bundle) {
        bundle.entries().forEach(entry -> rollups.add(entry.rollup()));
      }
    }
    return rollups;
  }
}
