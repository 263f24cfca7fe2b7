package weft.node.mempool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has to leave the pool so that a newcomer can come in.
///
/// @param replaces the pending transaction with the same nonce
/// @param evicts weaker transactions, each the last of its channel once those before it in this
///   list are gone
record Placement(@Nullable PoolEntry replaces, List<PoolEntry> evicts) {}
