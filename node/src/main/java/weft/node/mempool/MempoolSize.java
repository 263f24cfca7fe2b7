package weft.node.mempool;

/// How full a mempool is.
public record MempoolSize(int transactions, long bytes, int maxTransactions, long maxBytes) {}
