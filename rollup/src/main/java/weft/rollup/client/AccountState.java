package weft.rollup.client;

import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// An account by a node's word.
///
/// @param claimable earned or given back, and not claimed yet
/// @param channels the channels that were used, or have something pending at the node
/// @param bidBonds what is locked for bids
public record AccountState(
    Address account,
    List<Balance> balances,
    List<Balance> claimable,
    List<ChannelSequence> channels,
    List<BidBond> bidBonds) {
  public AccountState {
    balances = List.copyOf(balances);
    claimable = List.copyOf(claimable);
    channels = List.copyOf(channels);
    bidBonds = List.copyOf(bidBonds);
  }

  /// The balance in one asset; zero if it has none.
  public Amount balance(AssetId asset) {
    return balances.stream()
        .filter(balance -> balance.asset().equals(asset))
        .map(Balance::amount)
        .findFirst()
        .orElse(Amount.ZERO);
  }

  /// The sequences of a channel; all zero if it was never used.
  public ChannelSequence channel(long channel) {
    return channels.stream()
        .filter(one -> one.channel() == channel)
        .findFirst()
        .orElseGet(() -> new ChannelSequence(channel, 0, 0));
  }

  public record Balance(AssetId asset, Amount amount) {}

  /// What is locked for bids in one asset.
  ///
  /// @param held also what is on its way back
  /// @param leaving what is on its way back
  /// @param sealed what seals hold
  public record BidBond(AssetId asset, Amount held, Amount leaving, Amount sealed) {}

  /// A channel's sequences.
  ///
  /// @param next the next sequence by committed state
  /// @param nextPending the next sequence after what waits at the node
  public record ChannelSequence(long channel, long next, long nextPending) {}
}
