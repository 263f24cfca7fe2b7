package weft.chain.block;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.chain.ordering.Channel;
import weft.ledger.admission.AdmissionContext;
import weft.ledger.admission.AdmissionRules;
import weft.ledger.market.BlockAuction;
import weft.ledger.market.BlockBid;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateOverlay;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.validator.VoteExtension;

/// Which bids one validator reports.
final class BidReport {
  /// How many of the best bids are looked at: some lose their place to a block meanwhile.
  private static final int LOOKED_AT = 4 * VoteExtension.MAX_BIDS;

  private BidReport() {}

  /// The bids to report with the vote for a block, at most [VoteExtension#MAX_BIDS].
  ///
  /// @param committed state that the block was executed over
  /// @param block that is voted for
  static List<Hash32> of(KeyValueView committed, ExecutedBlock block, Candidates candidates) {
    List<PendingBid> waiting = candidates.bidsAfterNext(LOOKED_AT);
    if (waiting.isEmpty()) {
      return List.of();
    }
    StateOverlay after = new StateOverlay(committed);
    block
        .stateChanges()
        .entries()
        .forEach(
            (key, value) ->
                value.ifPresentOrElse(put -> after.put(key, put), () -> after.delete(key)));
    long height = block.candidate().height() + 1;
    // Rules of the next block, and the least time that it can have.
    AdmissionContext context = AdmissionContext.at(after, height);
    long timeMs = block.timeMs() + 1;
    SortedSet<Hash32> used = new TreeSet<>();
    block.transactions().forEach(one -> used.add(one.transaction().hash()));
    List<BlockBid> servable = new ArrayList<>();
    for (PendingBid bid : waiting) {
      if (!used.contains(bid.bid().hash())
          && isAdmitted(context, bid.bid(), timeMs)
          && isServable(context, bid, used, timeMs)) {
        servable.add(bid.blockBid());
      }
    }
    List<BlockBid> taking =
        BlockAuction.of(context.reader(), height, servable, new TreeSet<>())
            .auctions()
            .values()
            .stream()
            .flatMap(auction -> auction.bids().stream())
            .toList();
    return BidTurns.of(taking, bid -> bid, VoteExtension.MAX_BIDS).stream()
        .map(BlockBid::hash)
        .toList();
  }

  private static boolean isAdmitted(
      AdmissionContext context, VerifiedTransaction transaction, long timeMs) {
    return AdmissionRules.check(context, transaction.transaction(), timeMs) instanceof Checked.Ok;
  }

  /// Whether its transactions could all be executed next, as far as each shows by itself.
  private static boolean isServable(
      AdmissionContext context, PendingBid bid, Collection<Hash32> used, long timeMs) {
    Map<Channel, Long> next = new LinkedHashMap<>();
    for (VerifiedTransaction named : bid.named()) {
      Channel channel = Channel.of(named);
      long expected =
          next.computeIfAbsent(
              channel, one -> context.reader().nextSequence(one.account(), one.number()));
      if (used.contains(named.hash())
          || named.body().nonce().sequence() != expected
          || !isAdmitted(context, named, timeMs)) {
        return false;
      }
      next.put(channel, expected + 1);
    }
    return bid.isWhole();
  }
}
