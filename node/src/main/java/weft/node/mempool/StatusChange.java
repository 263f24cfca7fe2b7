package weft.node.mempool;

import java.util.List;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;

/// A transaction's changed status, and the rollups that it has payloads for.
public record StatusChange(TransactionStatus status, List<RollupId> rollups) {
  public StatusChange {
    rollups = List.copyOf(rollups);
  }
}
