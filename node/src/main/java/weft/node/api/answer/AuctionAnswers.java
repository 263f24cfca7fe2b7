package weft.node.api.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weft.node.api.NodeServices;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.comet.CometHeader;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore;
import weft.storage.NodeStore.AuctionHeights;
import weft.storage.StoredBlock;

/// What the auctions of blocks came to.
public final class AuctionAnswers {
  private final NodeServices services;
  private final LaneAnswers lanes;

  public AuctionAnswers(NodeServices services) {
    this.services = services;
    this.lanes = new LaneAnswers(services);
  }

  /// A block with its auctions.
  ///
  /// @param auctions empty where it has no bids, and pays out nothing that waited
  /// @param engineHeader of a network's block, where the engine tells it
  public record OfBlock(
      StoredBlock block, Optional<AuctionRecord> auctions, Optional<CometHeader> engineHeader) {
    /// The preamble's place among the entries.
    public MerkleProof preambleProof() {
      return MerkleTree.prove(
          block.entries().stream()
              .map(entry -> MerkleTree.leafHash(Sha256.hash(entry).bytes()))
              .toList(),
          0);
    }
  }

  /// Some of the auctions of a range.
  ///
  /// @param nextHeight where to ask on; empty if there is nothing more
  public record Page(
      List<AuctionRecord> auctions, OptionalLong nextHeight, long earliest, long latest) {
    public Page {
      auctions = List.copyOf(auctions);
    }
  }

  /// The auctions of a block.
  ///
  /// @param height 0 = the newest
  public Checked<OfBlock> at(long height) {
    NodeStore store = services.store();
    long wanted = height == 0 ? store.head().height() : height;
    Optional<StoredBlock> block = store.block(wanted);
    Optional<AuctionRecord> auctions = store.auctions(wanted);
    // A block that is pruned meanwhile may have lost its auctions only.
    return block.isPresent() && wanted >= store.earliestHeight()
        ? Checked.ok(new OfBlock(block.get(), auctions, engineHeader(wanted)))
        : Checked.refused(BlockAnswers.heightNotFound(store, wanted));
  }

  private Optional<CometHeader> engineHeader(long height) {
    return services.lightBlocks().flatMap(engine -> engine.header(height));
  }

  /// The blocks with auctions from one height to another, within the limits of one answer.
  ///
  /// @param from 0 = the earliest that is kept
  /// @param to 0 = the newest
  /// @param maxBytes of records, after which the answer ends
  public Checked<Page> range(
      long from, long to, Optional<RollupId> rollup, int maxCount, long maxBytes) {
    return rollup.isPresent()
        ? Steps.then(lanes.kept(rollup.get()), _ -> inRange(from, to, rollup, maxCount, maxBytes))
        : inRange(from, to, rollup, maxCount, maxBytes);
  }

  private Checked<Page> inRange(
      long from, long to, Optional<RollupId> rollup, int maxCount, long maxBytes) {
    NodeStore store = services.store();
    long latest = store.head().height();
    long start = from == 0 ? store.earliestHeight() : from;
    long end = to == 0 ? latest : Math.min(to, latest);
    AuctionHeights found = store.auctionHeights(start, end, rollup, maxCount);
    List<AuctionRecord> records = new ArrayList<>();
    long next = found.nextHeight();
    long bytes = 0;
    for (long height : found.heights()) {
      if (!records.isEmpty() && bytes >= maxBytes) {
        next = height;
        break;
      }
      Optional<AuctionRecord> record = store.auctions(height);
      if (record.isEmpty()) {
        return Checked.refused(BlockAnswers.heightNotFound(store, height));
      }
      bytes += record.get().encode().size();
      records.add(record.get());
    }
    long earliest = store.earliestHeight();
    return start < earliest
        ? Checked.refused(BlockAnswers.heightNotFound(store, start))
        : Checked.ok(
            new Page(
                records,
                next > end ? OptionalLong.empty() : OptionalLong.of(next),
                earliest,
                latest));
  }
}
