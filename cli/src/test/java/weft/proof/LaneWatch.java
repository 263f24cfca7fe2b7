package weft.proof;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;
import weft.rollup.lane.Followed;
import weft.rollup.lane.FollowerConfig;
import weft.rollup.lane.FollowerState;
import weft.rollup.lane.LaneCursor;
import weft.rollup.lane.LaneFollower;

/// A follower that runs through everything and remembers each verified lane header's hash.
final class LaneWatch implements AutoCloseable {
  private static final long POLL_MS = 100;
  private static final long CLOSE_WAIT_MS = 30_000;

  private final LaneFollower follower;
  private final List<Hash32> headers = new ArrayList<>();
  private final Thread thread;

  LaneWatch(WeftClient client, RollupId rollup, Trust trusted) {
    follower =
        new LaneFollower(client.lanes(), rollup, trusted, LaneCursor.start(), quickToReturn());
    thread = Thread.ofPlatform().daemon().name("watch-" + rollup).start(this::run);
  }

  static FollowerConfig quickToReturn() {
    return FollowerConfig.defaults()
        .withBackOff(new RetryPolicy(1, 20, 200))
        .withRangeBytes(1 << 20);
  }

  private void run() {
    try {
      while (true) {
        switch (follower.next(POLL_MS)) {
          case Followed.Nothing _ -> {}
          case Followed.Ended _ -> {
            return;
          }
          case Followed.Verified(var laneBlock) -> {
            synchronized (headers) {
              headers.add(laneBlock.header().hash());
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The verified headers, the first one of lane height 1.
  List<Hash32> headers() {
    synchronized (headers) {
      return List.copyOf(headers);
    }
  }

  FollowerState state() {
    return follower.state();
  }

  @Override
  public void close() {
    follower.close();
    Poll.join(thread, CLOSE_WAIT_MS);
  }
}
