package weft.node.mempool;

import java.time.Duration;

/// The limits of a mempool. Every queue in it is bounded by one of them.
///
/// @param maxTransactions pending transactions in total
/// @param maxBytes envelope bytes of the pending transactions in total
/// @param maxAccountTransactions pending transactions of one account
/// @param maxAccountBytes envelope bytes of the pending transactions of one account
/// @param maxLaneTransactions pending transactions with payloads for one rollup
/// @param maxLaneBytes envelope bytes of the pending transactions with payloads for one rollup
/// @param maxWaitingPerChannel transactions of one channel that may wait for a missing sequence
/// @param maxWaitingPerAccount transactions of one account that may wait for a missing sequence
/// @param maxSequenceGap how far a sequence may lie beyond the first missing one
/// @param replacementStepPercent how much more a replacement must offer, in percent
/// @param maxUnverifiedTransactions transactions that may wait for a verifier thread, an eighth
///   more for suspects, and as many for the disk
/// @param maxUnverifiedBytes envelope bytes that may wait in the same way
/// @param maxUnansweredTransactions transactions that may be under way to their receipt
/// @param verifierThreads threads that recover signatures
/// @param maxBatchTransactions transactions that are journalled with one disk sync
/// @param maxBatchBytes envelope bytes that are journalled with one disk sync
/// @param maxExpiriesPerBlock transactions that are expired at one block; the rest go with the next
/// @param maxReaders readers of status changes, and of bids
/// @param retryAfter when a refused client may try again
/// @param lateBlockMs age of the last block from which on the next one is late: on a full machine
///   of a network, checking what comes in rests then
/// @param maxBids pending bids in total, beside the other transactions
/// @param maxAccountBids pending bids of one account
public record MempoolSettings(
    int maxTransactions,
    long maxBytes,
    int maxAccountTransactions,
    long maxAccountBytes,
    int maxLaneTransactions,
    long maxLaneBytes,
    int maxWaitingPerChannel,
    int maxWaitingPerAccount,
    int maxSequenceGap,
    int replacementStepPercent,
    int maxUnverifiedTransactions,
    long maxUnverifiedBytes,
    int maxUnansweredTransactions,
    int verifierThreads,
    int maxBatchTransactions,
    long maxBatchBytes,
    int maxExpiriesPerBlock,
    int maxReaders,
    Duration retryAfter,
    int lateBlockMs,
    int maxBids,
    int maxAccountBids) {

  private static final long MIB = 1 << 20;

  /// @throws IllegalArgumentException if a limit is below 1
  public MempoolSettings {
    atLeastOne("maxTransactions", maxTransactions);
    atLeastOne("maxBytes", maxBytes);
    atLeastOne("maxAccountTransactions", maxAccountTransactions);
    atLeastOne("maxAccountBytes", maxAccountBytes);
    atLeastOne("maxLaneTransactions", maxLaneTransactions);
    atLeastOne("maxLaneBytes", maxLaneBytes);
    atLeastOne("maxWaitingPerChannel", maxWaitingPerChannel);
    atLeastOne("maxWaitingPerAccount", maxWaitingPerAccount);
    atLeastOne("maxSequenceGap", maxSequenceGap);
    atLeastOne("replacementStepPercent", replacementStepPercent);
    atLeastOne("maxUnverifiedTransactions", maxUnverifiedTransactions);
    atLeastOne("maxUnverifiedBytes", maxUnverifiedBytes);
    atLeastOne("maxUnansweredTransactions", maxUnansweredTransactions);
    atLeastOne("verifierThreads", verifierThreads);
    atLeastOne("maxBatchTransactions", maxBatchTransactions);
    atLeastOne("maxBatchBytes", maxBatchBytes);
    atLeastOne("maxExpiriesPerBlock", maxExpiriesPerBlock);
    atLeastOne("maxReaders", maxReaders);
    atLeastOne("retryAfter", retryAfter.toMillis());
    atLeastOne("lateBlockMs", lateBlockMs);
    atLeastOne("maxBids", maxBids);
    atLeastOne("maxAccountBids", maxAccountBids);
  }

  /// Limits for a machine with this many cores and about a gigabyte of heap: a full pool of small
  /// transactions takes about a third of it.
  public static MempoolSettings defaults(int cores) {
    return new MempoolSettings(
        100_000,
        128 * MIB,
        25_000,
        32 * MIB,
        50_000,
        64 * MIB,
        256,
        1_024,
        1_024,
        10,
        8_192,
        32 * MIB,
        32_768,
        cores,
        2_048,
        8 * MIB,
        4_096,
        1_024,
        Duration.ofMillis(500),
        200,
        4_096,
        64);
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}
