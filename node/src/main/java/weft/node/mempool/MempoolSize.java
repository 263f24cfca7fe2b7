package weft.node.mempool;

/// How full a mempool is.
///
/// @param transactions that wait, bids included
/// @param bytes of their envelopes
/// @param maxTransactions most that may wait beside bids
/// @param maxBytes of those
public record MempoolSize(int transactions, long bytes, int maxTransactions, long maxBytes) {}
