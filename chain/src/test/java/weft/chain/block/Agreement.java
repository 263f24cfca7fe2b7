package weft.chain.block;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import weft.chain.store.IncludedTransaction;
import weft.chain.store.LaneBlockRecord;
import weft.ledger.state.StateChanges;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.Preamble;
import weft.protocol.status.LanePosition;
import weft.protocol.transaction.AssetId;

/// Everything that two nodes must agree on about an executed block.
record Agreement(
    BlockCandidate candidate,
    Hash32 dataHash,
    Preamble preamble,
    List<Outcome> transactions,
    List<LaneBlockRecord> lanes,
    StateChanges stateChanges,
    SortedMap<Bytes, Optional<Bytes>> treeChanges,
    Hash32 appHash) {

  record Outcome(
      Hash32 hash, int index, Amount fee, AssetId feeAsset, List<LanePosition> positions) {
    static Outcome of(IncludedTransaction included) {
      return new Outcome(
          included.transaction().hash(),
          included.index(),
          included.fee(),
          included.feeAsset(),
          included.lanes());
    }
  }

  static Agreement of(ExecutedBlock block) {
    return new Agreement(
        block.candidate(),
        block.dataHash(),
        block.preamble(),
        block.transactions().stream().map(Outcome::of).toList(),
        block.lanes(),
        block.stateChanges(),
        block.treeChanges(),
        block.appHash());
  }
}
