package weft.node.api.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.chain.store.CommittedBlock;
import weft.node.api.answer.BlockAnswers;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore;
import weft.storage.NodeStore.AuctionHeights;

/// Blocks with auctions, by height. Heights without any are passed over.
final class AuctionHistory implements History<AuctionRecord> {
  /// A record may have some hundred kilobytes, so only a few at once.
  private static final int RECORDS_PER_READ = 4;

  private final NodeStore store;
  private final Optional<RollupId> rollup;
  private volatile long passed;

  AuctionHistory(NodeStore store, Optional<RollupId> rollup) {
    this.store = store;
    this.rollup = rollup;
  }

  @Override
  public List<AuctionRecord> from(long cursor) {
    long newest = store.head().height();
    long next = cursor;
    List<AuctionRecord> found = new ArrayList<>();
    while (found.isEmpty() && next <= newest && next >= store.earliestHeight()) {
      AuctionHeights heights = store.auctionHeights(next, newest, rollup, RECORDS_PER_READ);
      next = heights.nextHeight();
      for (long height : heights.heights()) {
        Optional<AuctionRecord> record = store.auctions(height);
        if (record.isEmpty()) {
          passed = height;
          return found;
        }
        found.add(record.get());
      }
    }
    passed = next;
    return found;
  }

  @Override
  public long after(long cursor, List<AuctionRecord> found) {
    return passed;
  }

  @Override
  public Optional<Refusal> gone(long cursor) {
    return cursor < store.earliestHeight()
        ? Optional.of(BlockAnswers.heightNotFound(store, cursor))
        : Optional.empty();
  }

  @Override
  public boolean grewBy(CommittedBlock block) {
    return block.auctions().isPresent();
  }
}
