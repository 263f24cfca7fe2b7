package weft.node.api.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.chain.store.CommittedBlock;
import weft.ledger.query.Queries;
import weft.node.api.answer.BlockAnswers;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.block.BlockHeader;
import weft.protocol.lane.LaneHeader;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.LanePosition;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore;
import weft.storage.StoredBlock;

/// Blocks by height, as heads.
record HeadHistory(NodeStore store, RollupNames names) implements History<Head> {
  /// A block is read whole to make its head, so only a few at once.
  private static final int BLOCKS_PER_READ = 8;

  @Override
  public List<Head> from(long cursor) {
    List<Head> heads = new ArrayList<>();
    // A block can be read a moment before the store shows it as its head, with its state.
    long newest = store.head().height();
    for (long height = cursor; height <= newest && heads.size() < BLOCKS_PER_READ; height++) {
      Optional<StoredBlock> block = store.block(height);
      if (block.isEmpty()) {
        break;
      }
      heads.add(head(block.get()));
    }
    return heads;
  }

  @Override
  public Optional<Refusal> gone(long cursor) {
    return cursor < store.earliestHeight()
        ? Optional.of(BlockAnswers.heightNotFound(store, cursor))
        : Optional.empty();
  }

  @Override
  public boolean grewBy(CommittedBlock block) {
    return true;
  }

  private Head head(StoredBlock block) {
    BlockHeader header = block.header();
    List<LanePosition> lanes = new ArrayList<>(block.laneHeaders().size());
    int payloads = 0;
    long payloadBytes = 0;
    for (Bytes encoded : block.laneHeaders()) {
      LaneHeader lane = LaneHeader.decode(encoded);
      payloads += lane.payloadCount();
      payloadBytes += lane.payloadBytes();
      Optional<RollupId> rollup = names.name(lane.rollupId(), block);
      rollup.ifPresent(
          name -> lanes.add(new LanePosition(name, lane.laneHeight(), 0, lane.payloadCount())));
    }
    return new Head(
        header.height(),
        block.blockHash(),
        header.timeMs(),
        block.transactionHashes().size(),
        payloads,
        payloadBytes,
        block.entries().stream().mapToLong(Bytes::size).sum(),
        lanes,
        nextBaseFee(header.height()));
  }

  /// Known for the newest block only, whose state is the committed one.
  private Optional<Amount> nextBaseFee(long height) {
    if (store.head().height() > height) {
      return Optional.empty();
    }
    return store.atOneMoment(
        moment ->
            moment.head().height() == height
                ? Optional.of(Queries.fees(moment.state(), height + 1, 0).baseFeePerByte())
                : Optional.empty());
  }
}
