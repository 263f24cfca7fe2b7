package weft.node.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import weft.node.api.stream.StreamSource.Step;
import weft.node.feed.BroadcastFeed;
import weft.node.mempool.StatusChange;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;

/// One transaction's changes, from its present status to its final one.
final class StatusReaderTest {
  private static final TransactionStatus RECEIVED = status(new TransactionStatus.Received());
  private static final TransactionStatus WAITING =
      status(new TransactionStatus.Pending(OptionalLong.of(3)));
  private static final TransactionStatus PENDING =
      status(new TransactionStatus.Pending(OptionalLong.empty()));
  private static final TransactionStatus SOFT =
      status(new TransactionStatus.Soft(1, 2, 0, List.of(), Amount.of(1), new AssetId("weft")));

  @Test
  void changesThatArePartOfThePresentStatusDoNotComeAgain() throws InterruptedException {
    try (BroadcastFeed<StatusChange> feed = new BroadcastFeed<>(1)) {
      var changes = feed.open(_ -> true, 10);
      feed.publish(change(RECEIVED));
      feed.publish(change(PENDING));
      try (StatusReader reader = new StatusReader(changes, Optional.of(PENDING), true)) {
        feed.publish(change(SOFT));
        assertThat(reader.next(0)).isEqualTo(new Step.Items<>(List.of(PENDING)));
        assertThat(reader.next(0)).isInstanceOf(Step.Nothing.class);
        assertThat(reader.next(0)).isInstanceOf(Step.Nothing.class);
        assertThat(reader.next(0)).isEqualTo(new Step.Items<>(List.of(SOFT)));
        assertThat(reader.next(0)).isInstanceOf(Step.Done.class);
      }
    }
  }

  @Test
  void aChangeInsideAStateIsNews() throws InterruptedException {
    try (BroadcastFeed<StatusChange> feed = new BroadcastFeed<>(1);
        StatusReader reader =
            new StatusReader(feed.open(_ -> true, 10), Optional.of(WAITING), true)) {
      feed.publish(change(PENDING));
      assertThat(reader.next(0)).isEqualTo(new Step.Items<>(List.of(WAITING)));
      assertThat(reader.next(0)).isEqualTo(new Step.Items<>(List.of(PENDING)));
    }
  }

  @Test
  void aReaderThatMissedChangesIsToldSo() throws InterruptedException {
    try (BroadcastFeed<StatusChange> feed = new BroadcastFeed<>(1);
        StatusReader reader = new StatusReader(feed.open(_ -> true, 1), Optional.empty(), false)) {
      feed.publish(change(RECEIVED));
      feed.publish(change(PENDING));
      assertThat(reader.next(0)).isEqualTo(new Step.Items<>(List.of(RECEIVED)));
      assertThat(reader.next(0))
          .isInstanceOfSatisfying(
              Step.Broken.class,
              broken -> assertThat(broken.refusal().code()).isEqualTo(RefusalCode.SLOW_READER));
    }
  }

  private static StatusChange change(TransactionStatus status) {
    return new StatusChange(status, List.of());
  }

  private static TransactionStatus status(TransactionStatus.Progress progress) {
    return new TransactionStatus(Hash32.ZERO, Address.ZERO, new Nonce(0, 0), 1, progress);
  }
}
