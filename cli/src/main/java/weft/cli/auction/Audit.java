package weft.cli.auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.chain.audit.AuctionAudit;
import weft.chain.audit.AuditedBlock;
import weft.chain.audit.Deviation;
import weft.chain.audit.EscrowAudit;
import weft.chain.audit.SealTrail;
import weft.chain.audit.Vouched;
import weft.cli.NodeOption;
import weft.cli.RemoteState;
import weft.cli.auction.AuctionReading.Standing;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.Preamble;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.BlockAuctions;
import weft.rollup.client.ChainBlock;
import weft.rollup.client.LaneRange;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.WeftClient;

/// Fetches what a node shows of a block and its auctions, and has it judged.
final class Audit {
  private final WeftClient client;
  private final TrustedAnchors anchors;
  private final EscrowAudit escrows = new EscrowAudit();
  private final SealTrail seals = new SealTrail();

  Audit(WeftClient client, TrustedAnchors anchors) {
    this.client = client;
    this.anchors = anchors;
  }

  /// What came of one block.
  ///
  /// @param hasAuctions whether the node shows a record of some
  /// @param isWhole whether it is shown that all entries are the block's, or else only its lanes
  /// @param open why the block was judged without anybody who vouches for it, if so
  record Audited(
      long height,
      boolean hasAuctions,
      boolean isWhole,
      List<Deviation> deviations,
      Optional<String> open) {
    Audited {
      deviations = List.copyOf(deviations);
    }
  }

  /// What should have been paid out of escrows by the block that was audited last.
  List<Deviation> end(long height) {
    return escrows.end(height);
  }

  /// Audits a block. Blocks are given in order, without gaps.
  ///
  /// @throws weft.cli.CliException if the node does not show it
  Audited block(long height) {
    BlockAuctions shown = NodeOption.require(client.auctions().auction(height));
    ChainBlock block = NodeOption.require(client.chain().block(height, true));
    List<Deviation> deviations = new ArrayList<>();
    Optional<Vouched> vouched = Optional.empty();
    Optional<String> open = Optional.empty();
    switch (AuctionReading.standing(shown, anchors)) {
      case Standing.Known(Vouched known) -> vouched = Optional.of(known);
      case Standing.Open(String reason) -> open = Optional.of(reason);
      case Standing.Broken(String rule, String reason) ->
          deviations.add(new Deviation(height, rule, reason));
    }
    if (shown.height() != height || !block.blockHash().equals(shown.blockHash())) {
      deviations.add(new Deviation(height, "BLOCK-9", "the node shows parts of different blocks"));
    }
    SortedMap<RollupId, List<LaneEntry>> lanes = lanes(height, shown, block, deviations);
    AuditedBlock audited =
        new AuditedBlock(
            height,
            vouched,
            shown.preamble(),
            shown.votes(),
            block.transactions(),
            shown.record(),
            lanes,
            modules(shown));
    deviations.addAll(AuctionAudit.check(audited));
    deviations.addAll(escrows.add(audited));
    deviations.addAll(seals.check(height, block.transactions()));
    boolean isWhole = vouched.flatMap(Vouched::dataHash).isPresent();
    return new Audited(height, shown.record().isPresent(), isWhole, deviations, open);
  }

  /// The modules that the record's mechanisms name, as far as the node shows them.
  private SortedMap<Hash32, Bytes> modules(BlockAuctions shown) {
    SortedMap<Hash32, Bytes> modules = new TreeMap<>();
    for (AssetAuctionRecord auction :
        shown.record().map(AuctionRecord::auctions).orElse(List.of())) {
      for (Hash32 id : auction.modules()) {
        if (!modules.containsKey(id)) {
          RemoteState.of(client).moduleCode(id).ifPresent(code -> modules.put(id, code));
        }
      }
    }
    return modules;
  }

  /// The lanes whose heads were sold, as the preamble's lanes root proves them.
  private SortedMap<RollupId, List<LaneEntry>> lanes(
      long height, BlockAuctions shown, ChainBlock block, List<Deviation> deviations) {
    SortedSet<RollupId> sold = shown.record().map(Audit::sold).orElse(new TreeSet<>());
    SortedMap<RollupId, List<LaneEntry>> lanes = new TreeMap<>();
    if (sold.isEmpty()) {
      return lanes;
    }
    if (!lanesRoot(shown).equals(Optional.of(MerkleTree.root(block.laneHeaders())))) {
      deviations.add(
          new Deviation(height, "EXEC-14", "the lane headers are not those of the lanes root"));
      return lanes;
    }
    for (RollupId rollup : sold) {
      switch (lane(rollup, block.laneHeaders())) {
        case Verdict.Valid<List<LaneEntry>>(List<LaneEntry> entries) -> lanes.put(rollup, entries);
        case Verdict.Invalid<List<LaneEntry>>(String rule, String reason) ->
            deviations.add(new Deviation(height, rule, reason));
      }
    }
    return lanes;
  }

  private static Optional<Hash32> lanesRoot(BlockAuctions shown) {
    try {
      return Optional.of(Preamble.decode(shown.preamble()).lanesRoot());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static SortedSet<RollupId> sold(AuctionRecord record) {
    SortedSet<RollupId> sold = new TreeSet<>();
    for (AssetAuctionRecord auction : record.auctions()) {
      auction.winners().forEach(winner -> sold.addAll(auction.rollupsOf(winner)));
    }
    return sold;
  }

  private Verdict<List<LaneEntry>> lane(RollupId rollup, List<Bytes> laneHeaders) {
    for (Bytes encoded : laneHeaders) {
      LaneHeader header;
      try {
        header = LaneHeader.decode(encoded);
      } catch (MalformedException e) {
        return Verdict.invalid("LANE-1", "a lane header is malformed: " + e.getMessage());
      }
      if (header.rollupId().equals(rollup.hash())) {
        return entries(rollup, header.laneHeight(), Sha256.hash(encoded));
      }
    }
    return Verdict.invalid(
        "EXEC-27", "the head of " + rollup + " was sold, and its lane is not there");
  }

  private Verdict<List<LaneEntry>> entries(RollupId rollup, long laneHeight, Hash32 laneHash) {
    LaneRange range = NodeOption.require(client.lanes().laneBlocks(rollup, laneHeight, 1, 1));
    if (range.laneBlocks().isEmpty()) {
      return Verdict.invalid(
          "LANE-9", "the node does not show lane block " + laneHeight + " of " + rollup);
    }
    ProvenLaneBlock shown = range.laneBlocks().getFirst();
    return LaneVerifier.verifyLaneBlock(shown.laneBlock(), rollup, laneHash)
        .then((VerifiedLaneBlock verified) -> Verdict.valid(verified.entries()));
  }
}
