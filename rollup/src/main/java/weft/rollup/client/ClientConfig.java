package weft.rollup.client;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// How a client behaves towards its node.
///
/// @param retry for submissions and questions; streams resume on their own terms
/// @param callTimeoutMs longest wait for one answer
/// @param maxMessageBytes largest answer that is taken
/// @param verifyReceipts whether receipts are verified: about 40 µs per batch of the node's journal
/// @param pause how to wait between attempts
/// @param random spreads the attempts of several clients
public record ClientConfig(
    RetryPolicy retry,
    long callTimeoutMs,
    int maxMessageBytes,
    boolean verifyReceipts,
    Pause pause,
    RandomGenerator random) {

  public static ClientConfig defaults() {
    return new ClientConfig(
        RetryPolicy.DEFAULT, 10_000, 64 << 20, true, Pause.real(), new SplittableRandom());
  }

  public ClientConfig withRetry(RetryPolicy other) {
    return new ClientConfig(other, callTimeoutMs, maxMessageBytes, verifyReceipts, pause, random);
  }

  public ClientConfig withCallTimeoutMs(long timeoutMs) {
    return new ClientConfig(retry, timeoutMs, maxMessageBytes, verifyReceipts, pause, random);
  }

  public ClientConfig withMaxMessageBytes(int bytes) {
    return new ClientConfig(retry, callTimeoutMs, bytes, verifyReceipts, pause, random);
  }

  public ClientConfig withVerifyReceipts(boolean verify) {
    return new ClientConfig(retry, callTimeoutMs, maxMessageBytes, verify, pause, random);
  }

  public ClientConfig withPause(Pause other, RandomGenerator otherRandom) {
    return new ClientConfig(
        retry, callTimeoutMs, maxMessageBytes, verifyReceipts, other, otherRandom);
  }
}
