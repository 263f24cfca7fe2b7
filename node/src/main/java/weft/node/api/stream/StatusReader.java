package weft.node.api.stream;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.node.feed.Feed;
import weft.node.mempool.StatusChange;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;

/// Changed statuses from now on: of one transaction, starting with its present status and ending
/// with its final one, or of all transactions that a filter accepts.
final class StatusReader implements StreamSource<TransactionStatus> {
  private final Feed.Reader<StatusChange> changes;
  private final boolean endsWhenFinal;
  private @Nullable TransactionStatus unsent;
  private @Nullable TransactionStatus last;

  /// @param present the status to begin with; read after `changes` was opened
  StatusReader(
      Feed.Reader<StatusChange> changes,
      Optional<TransactionStatus> present,
      boolean endsWhenFinal) {
    this.changes = changes;
    this.unsent = present.orElse(null);
    this.endsWhenFinal = endsWhenFinal;
  }

  @Override
  public Step<TransactionStatus> next(long waitMs) throws InterruptedException {
    TransactionStatus first = unsent;
    if (first != null) {
      unsent = null;
      return send(first);
    }
    if (endsWhenFinal && last != null && last.state().isFinal()) {
      return new Step.Done<>();
    }
    return switch (changes.next(waitMs)) {
      case Feed.Next.Event<StatusChange>(StatusChange change) ->
          isNews(change.status()) ? send(change.status()) : new Step.Nothing<>();
      case Feed.Next.Nothing<StatusChange> _ -> new Step.Nothing<>();
      case Feed.Next.Dropped<StatusChange> _ -> new Step.Broken<>(tooSlow());
      case Feed.Next.Closed<StatusChange> _ -> new Step.Broken<>(CursorReader.stopping());
    };
  }

  @Override
  public void close() {
    changes.close();
  }

  private Step<TransactionStatus> send(TransactionStatus status) {
    last = status;
    return new Step.Items<>(List.of(status));
  }

  /// Events that were published before the present status was read must not take it back.
  private boolean isNews(TransactionStatus status) {
    TransactionStatus before = last;
    return !endsWhenFinal
        || before == null
        || (!status.equals(before) && rank(status.state()) >= rank(before.state()));
  }

  private static int rank(TransactionState state) {
    return switch (state) {
      case RECEIVED -> 0;
      case PENDING -> 1;
      case SOFT, REPLACED, EXPIRED, REFUSED -> 2;
    };
  }

  private static Refusal tooSlow() {
    return Refusal.of(
        RefusalCode.SLOW_READER,
        "",
        "",
        "changes came faster than they were read; some are missing, ask for the statuses you need");
  }
}
