package weft.cli.transaction;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.primitives.Hash32;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Incoming;
import weft.rollup.client.StatusFilter;
import weft.rollup.client.Subscription;
import weft.rollup.client.WeftClient;

/// Follows one transaction until it is final.
public final class StatusFollower {
  /// The longest that commands wait.
  public static final long LONGEST_WAIT_MS = 120_000;

  private static final long POLL_MS = 250;

  private StatusFollower() {}

  /// @throws CliException if it is not final in time
  public static TransactionStatus awaitFinal(WeftClient client, Hash32 hash, long waitMs)
      throws InterruptedException {
    return follow(client, hash, waitMs, _ -> {});
  }

  /// Hands each status to the reader until one is final.
  ///
  /// @throws CliException if it is not final in time
  static TransactionStatus follow(
      WeftClient client, Hash32 hash, long waitMs, Consumer<TransactionStatus> reader)
      throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (System.nanoTime() < deadlineNs) {
      try (Subscription<TransactionStatus> changes =
          client.transactions().followStatus(new StatusFilter.OfTransaction(hash))) {
        Incoming<TransactionStatus> next = changes.next(POLL_MS);
        while (!(next instanceof Incoming.Ended) && System.nanoTime() < deadlineNs) {
          if (next instanceof Incoming.Item<TransactionStatus>(TransactionStatus status)) {
            reader.accept(status);
            if (status.state().isFinal()) {
              return status;
            }
          }
          next = changes.next(POLL_MS);
        }
      }
      TransactionStatus status = NodeOption.require(client.transactions().status(hash));
      if (status.state().isFinal()) {
        reader.accept(status);
        return status;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    throw new CliException(
        "timeout",
        "the transaction is not in a block after " + waitMs / 1_000 + " s",
        "Follow it with: weft status " + hash + " --follow");
  }
}
