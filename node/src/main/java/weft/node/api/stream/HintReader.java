package weft.node.api.stream;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.node.feed.Feed;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hint;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// What is told of the transactions that are kept back now, then of each that comes.
final class HintReader implements StreamSource<Hint> {
  private final Feed.Reader<Hint> live;
  private final Queue<Hint> present;
  private final Set<Told> told = new HashSet<>();

  /// A transaction may be kept back again later.
  private record Told(Hash32 hash, long heldUntilMs) {
    static Told of(Hint hint) {
      return new Told(hint.hash(), hint.heldUntilMs());
    }
  }

  /// @param present what to begin with; read after `live` was opened
  HintReader(Feed.Reader<Hint> live, List<Hint> present) {
    this.live = live;
    this.present = new ArrayDeque<>(present);
    present.forEach(hint -> told.add(Told.of(hint)));
  }

  @Override
  public Step<Hint> next(long waitMs) throws InterruptedException {
    @Nullable Hint first = present.poll();
    if (first != null) {
      return new Step.Items<>(List.of(first));
    }
    return switch (live.next(waitMs)) {
      case Feed.Next.Event<Hint>(Hint hint) ->
          told.contains(Told.of(hint)) ? new Step.Nothing<>() : new Step.Items<>(List.of(hint));
      case Feed.Next.Nothing<Hint> _ -> new Step.Nothing<>();
      case Feed.Next.Dropped<Hint> _ -> new Step.Broken<>(tooSlow());
      case Feed.Next.Closed<Hint> _ -> new Step.Broken<>(CursorReader.stopping());
    };
  }

  @Override
  public void close() {
    live.close();
  }

  private static Refusal tooSlow() {
    return Refusal.of(
        RefusalCode.SLOW_READER,
        "",
        "",
        "hints came faster than they were read; follow again, which begins with all that are kept"
            + " back then");
  }
}
