package weft.engine.cometbft.application;

import java.util.OptionalLong;
import weft.chain.block.ExecutedBlock;
import weft.engine.cometbft.wire.RequestApplySnapshotChunk;
import weft.engine.cometbft.wire.RequestLoadSnapshotChunk;
import weft.engine.cometbft.wire.RequestOfferSnapshot;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseListSnapshots;
import weft.engine.cometbft.wire.ResponseLoadSnapshotChunk;
import weft.engine.cometbft.wire.ResponseOfferSnapshot;

/// The part of state sync: giving snapshots to peers, and starting from one of theirs.
public interface SnapshotCalls {
  /// Has no snapshots and takes none.
  SnapshotCalls NONE =
      new SnapshotCalls() {
        @Override
        public void committing(ExecutedBlock next) {
          // Keeps nothing.
        }

        @Override
        public OptionalLong oldestHeight() {
          return OptionalLong.empty();
        }

        @Override
        public ResponseListSnapshots list() {
          return ResponseListSnapshots.getDefaultInstance();
        }

        @Override
        public ResponseLoadSnapshotChunk load(RequestLoadSnapshotChunk request) {
          return ResponseLoadSnapshotChunk.getDefaultInstance();
        }

        @Override
        public ResponseOfferSnapshot offer(RequestOfferSnapshot request) {
          return ResponseOfferSnapshot.newBuilder()
              .setResult(ResponseOfferSnapshot.Result.ABORT)
              .build();
        }

        @Override
        public ResponseApplySnapshotChunk apply(RequestApplySnapshotChunk request) {
          return ResponseApplySnapshotChunk.newBuilder()
              .setResult(ResponseApplySnapshotChunk.Result.ABORT)
              .build();
        }
      };

  /// A network's block is about to be committed over the head: the moment to take hold of the state
  /// before it. An exclusive call.
  void committing(ExecutedBlock next);

  /// The lowest height from which a peer may begin; empty where there is none.
  OptionalLong oldestHeight();

  ResponseListSnapshots list();

  ResponseLoadSnapshotChunk load(RequestLoadSnapshotChunk request);

  ResponseOfferSnapshot offer(RequestOfferSnapshot request);

  ResponseApplySnapshotChunk apply(RequestApplySnapshotChunk request);
}
