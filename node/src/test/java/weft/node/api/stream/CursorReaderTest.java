package weft.node.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import weft.chain.store.CommittedBlock;
import weft.node.api.stream.StreamSource.Step;
import weft.node.feed.BroadcastFeed;
import weft.node.feed.Feed;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// No gap and no duplicate, whatever the feed does: it may lose, repeat and drop.
final class CursorReaderTest {
  @Test
  void everyItemComesOnceAndInOrderUnderAnUnreliableFeed() throws InterruptedException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      GrowingHistory history = new GrowingHistory(1 + random.nextInt(5));
      UnreliableFeed feed = new UnreliableFeed(random, history);
      long from = 1L + random.nextInt(4);
      history.length = random.nextInt(10);
      List<Long> got = new ArrayList<>();
      try (CursorReader<Long> reader = new CursorReader<>(feed, history, from)) {
        for (int i = 0; i < 200; i++) {
          if (reader.next(0) instanceof Step.Items<Long>(List<Long> items)) {
            got.addAll(items);
          }
        }
        feed.quiet = true;
        while (reader.next(0) instanceof Step.Items<Long>(List<Long> items)) {
          got.addAll(items);
        }
      }
      List<Long> expected = new ArrayList<>();
      for (long item = from; item <= history.length; item++) {
        expected.add(item);
      }
      assertThat(got).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void whatIsGoneBreaksTheStreamWithTheReason() throws InterruptedException {
    GrowingHistory history = new GrowingHistory(10);
    history.length = 5;
    history.earliest = 3;
    try (BroadcastFeed<CommittedBlock> feed = new BroadcastFeed<>(1);
        CursorReader<Long> reader = new CursorReader<>(feed, history, 1)) {
      assertThat(reader.next(0))
          .isInstanceOfSatisfying(
              Step.Broken.class,
              broken ->
                  assertThat(broken.refusal().code()).isEqualTo(RefusalCode.HEIGHT_NOT_FOUND));
    }
  }

  @Test
  void theEndOfTheFeedIsTheEndOfTheStreamAfterEverythingWasRead() throws InterruptedException {
    GrowingHistory history = new GrowingHistory(10);
    history.length = 2;
    BroadcastFeed<CommittedBlock> feed = new BroadcastFeed<>(1);
    try (CursorReader<Long> reader = new CursorReader<>(feed, history, 1)) {
      feed.close();
      assertThat(reader.next(0)).isEqualTo(new Step.Items<>(List.of(1L, 2L)));
      assertThat(reader.next(0))
          .isInstanceOfSatisfying(
              Step.Broken.class,
              broken -> assertThat(broken.refusal().code()).isEqualTo(RefusalCode.NODE_STOPPING));
    }
  }

  /// Where the feed has no room for a reader, the reader still gets everything.
  @Test
  void aReaderWithoutAFeedLooksByItself() throws InterruptedException {
    GrowingHistory history = new GrowingHistory(10);
    try (BroadcastFeed<CommittedBlock> feed = new BroadcastFeed<>(1);
        CursorReader<Long> first = new CursorReader<>(feed, history, 1);
        CursorReader<Long> second = new CursorReader<>(feed, history, 1)) {
      assertThat(first.next(1)).isInstanceOf(Step.Nothing.class);
      assertThat(second.next(1)).isInstanceOf(Step.Nothing.class);
      history.length = 1;
      assertThat(second.next(1)).isEqualTo(new Step.Items<>(List.of(1L)));
    }
  }

  /// Items are their own places: 1, 2, 3, …
  private static final class GrowingHistory implements History<Long> {
    private final int perRead;
    private long earliest = 1;
    private long length;

    GrowingHistory(int perRead) {
      this.perRead = perRead;
    }

    @Override
    public List<Long> from(long cursor) {
      List<Long> items = new ArrayList<>();
      if (cursor >= earliest) {
        for (long item = cursor; item <= length && items.size() < perRead; item++) {
          items.add(item);
        }
      }
      return items;
    }

    @Override
    public Optional<Refusal> gone(long cursor) {
      return cursor < earliest
          ? Optional.of(Refusal.of(RefusalCode.HEIGHT_NOT_FOUND, "", "", "gone"))
          : Optional.empty();
    }

    @Override
    public boolean grewBy(CommittedBlock block) {
      return true;
    }
  }

  /// Wakes up late, for nothing, or not at all, and drops readers; meanwhile the history grows.
  private static final class UnreliableFeed implements Feed<CommittedBlock> {
    private final Random random;
    private final GrowingHistory history;
    private boolean quiet;

    UnreliableFeed(Random random, GrowingHistory history) {
      this.random = random;
      this.history = history;
    }

    @Override
    public Reader<CommittedBlock> open(Predicate<? super CommittedBlock> filter, int capacity) {
      grow();
      return new Reader<>() {
        private final ArrayDeque<Boolean> closed = new ArrayDeque<>();

        @Override
        public Next<CommittedBlock> next(long waitMs) {
          assertThat(closed).isEmpty();
          grow();
          return random.nextInt(4) == 0 ? new Next.Dropped<>() : new Next.Nothing<>();
        }

        @Override
        public void close() {
          closed.add(true);
        }
      };
    }

    private void grow() {
      if (!quiet) {
        history.length += random.nextInt(3);
      }
    }
  }
}
