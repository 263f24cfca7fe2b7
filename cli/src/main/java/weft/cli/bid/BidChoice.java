package weft.cli.bid;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Parse;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.ExclusiveGroup;
import weft.rollup.client.WaitingBid;
import weft.rollup.client.WeftClient;

/// Which of the account's waiting bids.
final class BidChoice {
  @Parameters(paramLabel = "BID", arity = "0..1", description = "The bid's hash.")
  private @Nullable String hash;

  @Option(
      names = "--group",
      paramLabel = "UUID",
      description = "All bids of this group, instead of one.")
  private @Nullable String group;

  /// The chosen ones, by falling sequence.
  ///
  /// @throws CliException if none waits
  List<WaitingBid> find(WeftClient client, Address account) {
    if ((hash == null) == (group == null)) {
      throw CliException.usage("which bid?", "Give its hash, or --group.");
    }
    List<WaitingBid> found =
        NodeOption.require(client.auctions().pendingBids(account)).stream()
            .filter(this::isChosen)
            .sorted(Comparator.comparingLong(BidChoice::sequence).reversed())
            .toList();
    if (found.isEmpty()) {
      throw new CliException(
          "not-found",
          "no such bid of " + account + " waits at the node",
          "See those that do with: weft bid list");
    }
    return found;
  }

  private static long sequence(WaitingBid bid) {
    return bid.transaction().body().nonce().sequence();
  }

  private boolean isChosen(WaitingBid bid) {
    if (group != null) {
      return bid.terms().exclusiveGroup() == ExclusiveGroup.of(Parse.uuid("--group", group));
    }
    Hash32 wanted = Parse.hash("BID", hash == null ? "" : hash);
    return bid.transaction().hash().equals(wanted);
  }
}
