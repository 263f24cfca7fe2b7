package weft.chain.block;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import weft.chain.ordering.LaneOrder;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.execution.BlockContext;
import weft.ledger.execution.LaneIntake;
import weft.ledger.execution.LaneUnit;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.block.Preamble;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.status.LanePosition;

/// Makes a block's lane blocks: puts first what was sold the head, orders the rest by the lane's
/// policy, hashes the entries, chains the header to the lane's head. Rules EXEC-10 to EXEC-14 of
/// docs/protocol/blocks-execution.md.
final class LaneAssembly {
  private final BlockContext context;
  private final List<List<LanePosition>> positions;
  private final List<LaneBlockRecord> lanes = new ArrayList<>();

  private LaneAssembly(BlockContext context, int transactionCount) {
    this.context = context;
    this.positions = new ArrayList<>(Collections.nCopies(transactionCount, List.of()));
  }

  /// @param intakes ascending by rollup id
  static LaneAssembly of(BlockContext context, List<LaneIntake> intakes, int transactionCount) {
    LaneAssembly assembly = new LaneAssembly(context, transactionCount);
    for (LaneIntake intake : intakes) {
      assembly.add(intake);
    }
    return assembly;
  }

  /// Ascending by rollup id.
  List<LaneBlockRecord> lanes() {
    return lanes;
  }

  List<LaneHeader> headers() {
    return lanes.stream().map(LaneBlockRecord::header).toList();
  }

  /// Where a transaction's payloads stand: ascending by rollup id, then by place in the lane.
  List<LanePosition> positions(int transactionIndex) {
    return positions.get(transactionIndex);
  }

  Preamble preamble(Optional<AuctionCommitment> auctions) {
    List<Bytes> headers = lanes.stream().map(lane -> lane.laneBlock().header()).toList();
    return new Preamble(MerkleTree.root(headers), lanes.size(), positions.size(), auctions);
  }

  private void add(LaneIntake intake) {
    long laneHeight = Math.addExact(intake.head().laneHeight(), 1);
    List<Bytes> entries = new ArrayList<>();
    long payloadBytes = 0;
    List<LaneUnit> units = new ArrayList<>(intake.sold());
    units.addAll(LaneOrder.of(intake.policy()).order(intake.units()));
    for (LaneUnit unit : units) {
      place(
          unit,
          new LanePosition(intake.rollup(), laneHeight, entries.size(), unit.entries().size()));
      for (LaneEntry entry : unit.entries()) {
        entries.add(entry.encode());
        payloadBytes += entry.data().size();
      }
    }
    LaneHeader header = header(intake, laneHeight, entries, payloadBytes);
    LaneBlock laneBlock = new LaneBlock(header.encode(), entries);
    lanes.add(new LaneBlockRecord(intake.rollup(), header, laneBlock, lanes.size()));
  }

  private LaneHeader header(
      LaneIntake intake, long laneHeight, List<Bytes> entries, long payloadBytes) {
    Hash32 payloadsRoot = MerkleTree.root(entries);
    return new LaneHeader(
        intake.rollup().hash(),
        laneHeight,
        intake.head().laneHash(),
        context.height(),
        context.timeMs(),
        payloadsRoot,
        entries.size(),
        payloadBytes);
  }

  private void place(LaneUnit unit, LanePosition position) {
    List<LanePosition> known = positions.get(unit.transactionIndex());
    if (known.isEmpty()) {
      positions.set(unit.transactionIndex(), List.of(position));
    } else {
      List<LanePosition> more = new ArrayList<>(known);
      more.add(position);
      positions.set(unit.transactionIndex(), more);
    }
  }
}
