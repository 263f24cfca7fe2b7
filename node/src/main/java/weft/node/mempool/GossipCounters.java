package weft.node.mempool;

/// What a mempool has exchanged with its peers since it started.
///
/// @param enqueued offers taken for checking
/// @param known offers of what was here, or was of late
/// @param busy offers turned away because too many waited
/// @param refused offers that were refused, at once or by a later check
/// @param underWay offers that are being checked now
/// @param admitted offers that got into the pool
/// @param handedOut transactions handed out for the first time
/// @param handedOutAgain transactions handed out again
public record GossipCounters(
    long enqueued,
    long known,
    long busy,
    long refused,
    long underWay,
    long admitted,
    long handedOut,
    long handedOutAgain) {}
