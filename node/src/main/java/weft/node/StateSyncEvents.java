package weft.node;

import weft.chain.store.ChainHead;
import weft.engine.cometbft.statesync.StateSyncListener;
import weft.node.mempool.Mempool;

/// What happens to snapshots, for the operator; and for the mempool, which the store's new state
/// finds with what came before it.
final class StateSyncEvents implements StateSyncListener {
  private final Mempool mempool;

  StateSyncEvents(Mempool mempool) {
    this.mempool = mempool;
  }

  @Override
  public void taken(long height, int chunks, long bytes, long tookMs) {
    OperatorLog.snapshot("taken height={} chunks={} bytes={} ms={}", height, chunks, bytes, tookMs);
  }

  @Override
  public void skipped(long height, String reason) {
    OperatorLog.snapshot("skipped height={} reason=\"{}\"", height, reason);
  }

  @Override
  public void failed(long height, Throwable cause) {
    OperatorLog.fault("the snapshot of height " + height, cause);
  }

  @Override
  public void refused(long height, String sender, String reason) {
    OperatorLog.snapshot("refused height={} sender={} reason=\"{}\"", height, sender, reason);
  }

  @Override
  public void received(long height, int chunk, int chunks) {
    OperatorLog.snapshot("received height={} chunk={} of={}", height, chunk + 1, chunks);
  }

  @Override
  public void restored(ChainHead head) {
    mempool.restored(head);
    OperatorLog.snapshot("restored height={} appHash={}", head.height(), head.appHash());
  }
}
