package weft.node.api.answer;

import java.util.ArrayList;
import java.util.List;
import weft.ledger.query.Queries;
import weft.ledger.query.Queries.BalanceInfo;
import weft.ledger.query.Queries.ChannelInfo;
import weft.node.api.NodeServices;
import weft.primitives.Address;

/// What accounts hold and which nonces they use next.
public final class AccountAnswers {
  private static final ChannelInfo FIRST_CHANNEL = new ChannelInfo(0, 0);

  private final NodeServices services;

  public AccountAnswers(NodeServices services) {
    this.services = services;
  }

  /// An account as this node sees it.
  ///
  /// @param channels ascending; channel 0 is always among them
  public record Account(
      Address address,
      List<BalanceInfo> balances,
      List<BalanceInfo> claimable,
      List<Channel> channels) {}

  /// A channel's next sequences.
  ///
  /// @param nextSequence by committed state
  /// @param nextPendingSequence after what waits at this node
  public record Channel(long channel, long nextSequence, long nextPendingSequence) {}

  /// An account; one that was never touched has no balances.
  public Account account(Address address) {
    Queries.AccountInfo info = Queries.account(services.store().state(), address);
    List<ChannelInfo> committed = new ArrayList<>(info.channels());
    if (committed.stream().noneMatch(channel -> channel.channel() == 0)) {
      committed.addFirst(FIRST_CHANNEL);
    }
    List<Channel> channels =
        committed.stream()
            .map(
                channel ->
                    new Channel(
                        channel.channel(),
                        channel.nextSequence(),
                        services.statuses().nextPendingSequence(address, channel.channel())))
            .toList();
    return new Account(address, info.balances(), info.claimable(), channels);
  }
}
