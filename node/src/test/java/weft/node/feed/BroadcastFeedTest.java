package weft.node.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import weft.node.feed.Feed.Next;
import weft.node.feed.Feed.Reader;

final class BroadcastFeedTest {
  private static final long WAIT_MS = 10_000;

  private final BroadcastFeed<Long> feed = new BroadcastFeed<>(8);

  @Test
  void readersGetWhatTheirFilterAcceptsFromTheirOpeningOn() throws InterruptedException {
    feed.publish(1L);
    Reader<Long> even = feed.open(event -> event % 2 == 0, 10);
    feed.publish(2L);
    Reader<Long> all = feed.open(_ -> true, 10);
    feed.publish(3L);
    feed.publish(4L);

    assertThat(even.next(0)).isEqualTo(new Next.Event<>(2L));
    assertThat(even.next(0)).isEqualTo(new Next.Event<>(4L));
    assertThat(even.next(0)).isEqualTo(new Next.Nothing<>());
    assertThat(all.next(0)).isEqualTo(new Next.Event<>(3L));
    assertThat(all.next(0)).isEqualTo(new Next.Event<>(4L));
    assertThat(all.next(0)).isEqualTo(new Next.Nothing<>());
  }

  @Test
  void aSlowReaderGetsWhatWaitsAndIsThenToldThatItWasDropped() throws InterruptedException {
    Reader<Long> slow = feed.open(_ -> true, 2);
    Reader<Long> fast = feed.open(_ -> true, 3);
    LongStream.rangeClosed(1, 3).forEach(feed::publish);

    assertThat(feed.readerCount()).isEqualTo(1);
    assertThat(slow.next(0)).isEqualTo(new Next.Event<>(1L));
    assertThat(slow.next(0)).isEqualTo(new Next.Event<>(2L));
    assertThat(slow.next(0)).isEqualTo(new Next.Dropped<>());
    assertThat(slow.next(WAIT_MS)).isEqualTo(new Next.Dropped<>());
    assertThat(read(fast, 3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void closingTheFeedEndsEveryReaderAfterWhatItHasNotRead() throws InterruptedException {
    Reader<Long> reader = feed.open(_ -> true, 4);
    feed.publish(1L);
    feed.close();
    feed.publish(2L);

    assertThat(reader.next(0)).isEqualTo(new Next.Event<>(1L));
    assertThat(reader.next(WAIT_MS)).isEqualTo(new Next.Closed<>());
    assertThat(feed.open(_ -> true, 1).next(WAIT_MS)).isEqualTo(new Next.Closed<>());
    assertThat(feed.readerCount()).isZero();
  }

  @Test
  void aClosedReaderGetsNothingMoreAndMakesRoom() throws InterruptedException {
    BroadcastFeed<Long> small = new BroadcastFeed<>(1);
    Reader<Long> first = small.open(_ -> true, 4);
    Reader<Long> tooMany = small.open(_ -> true, 4);
    assertThat(tooMany.next(WAIT_MS)).isEqualTo(new Next.Dropped<>());

    small.publish(1L);
    first.close();
    first.close();
    assertThat(first.next(WAIT_MS)).isEqualTo(new Next.Closed<>());
    assertThat(small.hasReaders()).isFalse();

    Reader<Long> second = small.open(_ -> true, 4);
    tooMany.close();
    small.publish(2L);
    assertThat(second.next(0)).isEqualTo(new Next.Event<>(2L));
    assertThat(small.open(_ -> true, 4).next(0)).isEqualTo(new Next.Dropped<>());
  }

  @Test
  void droppingAllCutsOffEveryReader() throws InterruptedException {
    Reader<Long> reader = feed.open(_ -> true, 4);
    feed.publish(1L);
    feed.dropAll();
    feed.publish(2L);

    assertThat(reader.next(0)).isEqualTo(new Next.Event<>(1L));
    assertThat(reader.next(0)).isEqualTo(new Next.Dropped<>());
  }

  @Test
  void aWaitingReaderWakesUpForAnEventAndForTheEnd() throws Exception {
    Reader<Long> reader = feed.open(_ -> true, 4);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Next<Long>> event = threads.submit(() -> reader.next(WAIT_MS));
      feed.publish(7L);
      assertThat(event.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo(new Next.Event<>(7L));

      Future<Next<Long>> end = threads.submit(() -> reader.next(WAIT_MS));
      feed.close();
      assertThat(end.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo(new Next.Closed<>());
    }
  }

  /// Readers come, read at their own pace, and go, while one thread publishes: whatever a reader
  /// gets is a gapless row, and its end says why there is no more.
  @Test
  void everyReaderSeesAGaplessRowWhileOthersComeAndGo() throws Exception {
    long events = 50_000;
    BroadcastFeed<Long> busy = new BroadcastFeed<>(64);
    CountDownLatch started = new CountDownLatch(4);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int capacity = i % 4 == 0 ? 4 : 60_000;
        int rounds = i < 4 ? 1 : 20;
        readers.add(threads.submit(gaplessReader(busy, capacity, rounds, started)));
      }
      started.await();
      for (long event = 0; event < events; event++) {
        busy.publish(event);
      }
      busy.close();
      long read = 0;
      for (Future<Long> reader : readers) {
        read += reader.get(60, TimeUnit.SECONDS);
      }
      assertThat(read).isGreaterThanOrEqualTo(3 * events);
    }
    assertThat(busy.readerCount()).isZero();
  }

  private static Callable<Long> gaplessReader(
      BroadcastFeed<Long> feed, int capacity, int rounds, CountDownLatch started) {
    return () -> {
      long read = 0;
      for (int round = 0; round < rounds; round++) {
        Reader<Long> reader = feed.open(_ -> true, capacity);
        started.countDown();
        long last = -1;
        while (reader.next(WAIT_MS) instanceof Next.Event<Long>(Long event)) {
          if (last >= 0 && event != last + 1) {
            throw new AssertionError("a gap: " + event + " after " + last);
          }
          last = event;
          read++;
          if (rounds > 1 && read % 1_000 == 999) {
            break;
          }
        }
        reader.close();
      }
      return read;
    };
  }

  private static List<Long> read(Reader<Long> reader, int count) throws InterruptedException {
    List<Long> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (reader.next(WAIT_MS) instanceof Next.Event<Long>(Long event)) {
        events.add(event);
      }
    }
    return events;
  }
}
