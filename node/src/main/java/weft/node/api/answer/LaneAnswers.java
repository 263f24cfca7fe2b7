package weft.node.api.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.ledger.query.Queries;
import weft.node.api.NodeServices;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneAbsenceProof.Neighbour;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore.LaneRange;
import weft.storage.StoredBlock;

/// Lane blocks and what can be proven about them.
public final class LaneAnswers {
  private final NodeServices services;

  public LaneAnswers(NodeServices services) {
    this.services = services;
  }

  /// Lane blocks in a row, and what the node keeps of the lane.
  public record Range(List<ProvenLaneBlock> laneBlocks, LaneRange kept) {}

  /// The lane block of a rollup at a block height, or the proof that there is none.
  public sealed interface AtHeight {
    record Present(ProvenLaneBlock laneBlock) implements AtHeight {}

    record Absent(LaneAbsenceProof proof) implements AtHeight {}
  }

  /// Lane headers in a row, encoded, and what the node keeps of the lane.
  public record Headers(List<Bytes> headers, LaneRange kept) {}

  /// Lane blocks from a lane height on; none where the lane has not come that far.
  ///
  /// @param from 0 = the earliest that is kept
  public Checked<Range> range(RollupId rollup, long from, int maxCount, long maxBytes) {
    return Steps.then(
        kept(rollup),
        kept ->
            Steps.map(
                start(rollup, from, kept),
                start ->
                    new Range(
                        services.store().laneBlocks(rollup, start, maxCount, maxBytes), kept)));
  }

  /// Lane headers from a lane height on; none where the lane has not come that far.
  ///
  /// @param from 0 = the earliest that is kept
  /// @param maxBytes of payloads that are passed over
  public Checked<Headers> headers(RollupId rollup, long from, int maxCount, long maxBytes) {
    return Steps.then(
        kept(rollup),
        kept ->
            Steps.map(
                start(rollup, from, kept),
                start ->
                    new Headers(
                        services.store().laneHeaders(rollup, start, maxCount, maxBytes), kept)));
  }

  private static Checked<Long> start(RollupId rollup, long from, LaneRange kept) {
    long start = from == 0 ? kept.earliest() : from;
    return start < kept.earliest()
        ? Checked.refused(notKept(rollup, start, kept))
        : Checked.ok(start);
  }

  public Checked<ProvenLaneBlock> laneBlock(RollupId rollup, long laneHeight) {
    Optional<ProvenLaneBlock> found = services.store().laneBlock(rollup, laneHeight);
    if (found.isEmpty()) {
      return Steps.then(kept(rollup), kept -> Checked.refused(missing(rollup, laneHeight, kept)));
    }
    return found.get().proof().anchor() instanceof UnattestedAnchor
        ? Checked.refused(BlockAnswers.neverAttested(blockOf(rollup, laneHeight)))
        : Checked.ok(found.get());
  }

  private static String blockOf(RollupId rollup, long laneHeight) {
    return "the block of lane block " + laneHeight + " of " + rollup;
  }

  private static Refusal missing(RollupId rollup, long laneHeight, LaneRange kept) {
    return laneHeight >= kept.earliest() && laneHeight <= kept.latest()
        ? BlockAnswers.notAttested(blockOf(rollup, laneHeight))
        : notKept(rollup, laneHeight, kept);
  }

  /// Proves one payload of a lane block.
  public Checked<PayloadProof> payload(RollupId rollup, long laneHeight, int index) {
    return Steps.then(
        laneBlock(rollup, laneHeight),
        proven -> {
          List<Bytes> entries = proven.laneBlock().entries();
          if (index < 0 || index >= entries.size()) {
            return Steps.invalid("payload_index", "0 to " + (entries.size() - 1));
          }
          MerkleProof place = MerkleTree.prove(leafHashes(entries), index);
          return Checked.ok(
              new PayloadProof(
                  proven.laneBlock().header(), entries.get(index), place, proven.proof()));
        });
  }

  /// Proves which lane block a rollup has at a block height, or that it has none.
  public Checked<AtHeight> atHeight(RollupId rollup, long height) {
    Optional<StoredBlock> block = services.store().block(height);
    return block.isPresent()
        ? inBlock(rollup, block.get())
        : Checked.refused(BlockAnswers.heightNotFound(services.store(), height));
  }

  private Checked<AtHeight> inBlock(RollupId rollup, StoredBlock block) {
    List<Bytes> headers = block.laneHeaders();
    int right = 0;
    while (right < headers.size()) {
      LaneHeader header = LaneHeader.decode(headers.get(right));
      int order = header.rollupId().compareTo(rollup.hash());
      if (order == 0) {
        return Steps.map(laneBlock(rollup, header.laneHeight()), AtHeight.Present::new);
      }
      if (order > 0) {
        break;
      }
      right++;
    }
    Optional<BlockAnchor> anchor = block.seal().anchor();
    if (anchor.isEmpty()) {
      return Checked.refused(BlockAnswers.notAttested(block.header().height()));
    }
    List<Hash32> leaves = leafHashes(headers);
    return Checked.ok(
        new AtHeight.Absent(
            new LaneAbsenceProof(
                anchor.get(),
                neighbour(headers, leaves, right - 1),
                neighbour(headers, leaves, right))));
  }

  private static Optional<Neighbour> neighbour(
      List<Bytes> headers, List<Hash32> leaves, int index) {
    return index < 0 || index >= headers.size()
        ? Optional.empty()
        : Optional.of(new Neighbour(headers.get(index), MerkleTree.prove(leaves, index)));
  }

  private static List<Hash32> leafHashes(List<Bytes> leaves) {
    List<Hash32> hashes = new ArrayList<>(leaves.size());
    for (Bytes leaf : leaves) {
      hashes.add(MerkleTree.leafHash(leaf));
    }
    return hashes;
  }

  /// What is kept of a lane. A rollup without lane blocks must at least be registered.
  public Checked<LaneRange> kept(RollupId rollup) {
    LaneRange kept = services.store().laneRange(rollup);
    boolean known =
        kept.latest() > 0 || Queries.rollup(services.store().state(), rollup).isPresent();
    return known ? Checked.ok(kept) : RollupAnswers.notFound(rollup);
  }

  /// The refusal of a lane height outside what is kept.
  public static Refusal notKept(RollupId rollup, long laneHeight, LaneRange kept) {
    String limit = kept.latest() == 0 ? "none yet" : kept.earliest() + " to " + kept.latest();
    return Refusal.of(
        RefusalCode.LANE_BLOCK_NOT_FOUND,
        "lane_height",
        limit,
        "rollup " + rollup + " has no lane block " + laneHeight + " here; kept: " + limit);
  }
}
