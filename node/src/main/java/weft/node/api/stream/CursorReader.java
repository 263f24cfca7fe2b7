package weft.node.api.stream;

import java.util.List;
import java.util.Optional;
import weft.chain.store.CommittedBlock;
import weft.node.feed.Feed;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Reads a history from a cursor, then follows it live, without gap or duplicate.
///
/// Content comes from the store only. The feed of blocks just wakes the reader up, so an event that
/// is late, lost or repeated can delay an item until the next wait ends but never skip or repeat
/// it. The feed is opened before the store is read, so that no wake-up falls in between.
public final class CursorReader<T> implements StreamSource<T> {
  /// A reader that sends takes no events; it does not need those it missed.
  private static final int WAKE_UPS = 2;

  private static final long POLL_MS = 50;

  private final Feed<CommittedBlock> blocks;
  private final History<T> history;
  private Feed.Reader<CommittedBlock> wakeUps;
  private long cursor;

  CursorReader(Feed<CommittedBlock> blocks, History<T> history, long from) {
    this.blocks = blocks;
    this.history = history;
    this.cursor = from;
    this.wakeUps = open();
  }

  @Override
  public Step<T> next(long waitMs) throws InterruptedException {
    List<T> found = read();
    if (!found.isEmpty()) {
      return new Step.Items<>(found);
    }
    Optional<Refusal> gone = history.gone(cursor);
    if (gone.isPresent()) {
      return new Step.Broken<>(gone.get());
    }
    return switch (wakeUps.next(waitMs)) {
      case Feed.Next.Event<CommittedBlock> _ -> fresh();
      case Feed.Next.Nothing<CommittedBlock> _ -> fresh();
      case Feed.Next.Dropped<CommittedBlock> _ -> {
        wakeUps.close();
        wakeUps = open();
        Step<T> now = fresh();
        if (now instanceof Step.Nothing<T>) {
          // Where the feed has no room for this reader, it looks by itself every little while.
          Thread.sleep(Math.min(waitMs, POLL_MS));
        }
        yield now;
      }
      case Feed.Next.Closed<CommittedBlock> _ -> new Step.Broken<>(stopping());
    };
  }

  @Override
  public void close() {
    wakeUps.close();
  }

  /// The refusal that ends streams when the node stops.
  static Refusal stopping() {
    return Refusal.of(
        RefusalCode.NODE_STOPPING, "", "", "the node is stopping; resume from your cursor");
  }

  private Step<T> fresh() {
    List<T> found = read();
    return found.isEmpty() ? new Step.Nothing<>() : new Step.Items<>(found);
  }

  private List<T> read() {
    List<T> found = history.from(cursor);
    cursor = history.after(cursor, found);
    return found;
  }

  private Feed.Reader<CommittedBlock> open() {
    return blocks.open(history::grewBy, WAKE_UPS);
  }
}
