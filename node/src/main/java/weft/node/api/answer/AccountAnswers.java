package weft.node.api.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import weft.ledger.query.Queries;
import weft.ledger.query.Queries.BalanceInfo;
import weft.ledger.query.Queries.BidBondInfo;
import weft.ledger.state.KeyValueView;
import weft.node.api.NodeServices;
import weft.primitives.Address;

/// What accounts hold and which nonces they use next.
public final class AccountAnswers {
  private final NodeServices services;

  public AccountAnswers(NodeServices services) {
    this.services = services;
  }

  /// An account as this node sees it.
  ///
  /// @param channels those that were used and those in which something is pending here, at most
  ///   [Queries#MAX_LISTED] of each, ascending; channel 0 is always among them
  public record Account(
      Address address,
      List<BalanceInfo> balances,
      List<BalanceInfo> claimable,
      List<Channel> channels,
      List<BidBondInfo> bidBonds) {}

  /// A channel's next sequences.
  ///
  /// @param nextSequence by committed state
  /// @param nextPendingSequence after what waits at this node
  public record Channel(long channel, long nextSequence, long nextPendingSequence) {}

  /// An account; one that was never touched has no balances.
  public Account account(Address address) {
    // Asked first: what leaves the mempool meanwhile is then in the state.
    List<Long> pending = services.statuses().pendingChannels(address, Queries.MAX_LISTED);
    KeyValueView state = services.store().state();
    Queries.AccountInfo info = Queries.account(state, address);
    TreeMap<Long, Long> nextSequences = new TreeMap<>();
    info.channels().forEach(one -> nextSequences.put(one.channel(), one.nextSequence()));
    nextSequences.putIfAbsent(0L, 0L);
    for (long channel : pending) {
      nextSequences.computeIfAbsent(
          channel, number -> Queries.nextSequence(state, address, number));
    }
    List<Channel> channels = new ArrayList<>(nextSequences.size());
    nextSequences.forEach(
        (channel, next) ->
            channels.add(
                new Channel(
                    channel, next, services.statuses().nextPendingSequence(address, channel))));
    return new Account(address, info.balances(), info.claimable(), channels, info.bidBonds());
  }
}
