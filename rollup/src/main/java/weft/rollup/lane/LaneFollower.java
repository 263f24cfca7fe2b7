package weft.rollup.lane;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.Incoming;
import weft.rollup.client.LaneBytes;
import weft.rollup.client.LaneRange;
import weft.rollup.client.LaneSource;
import weft.rollup.client.MalformedAnswerException;
import weft.rollup.client.NodeUnreachableException;
import weft.rollup.client.Subscription;

/// Reads one lane from a cursor on and hands out only what it verified: entries against the
/// payloads root, the lane header against the lanes root, the lanes root against the validator's
/// commit, and the header's link to the one before.
///
/// It catches up in ranges, the next one being fetched while one is verified, and then goes over to
/// the live stream. When the node goes away it comes back with growing waits, without end. When the
/// node lies it stops for good, with the [Evidence].
///
/// Pulled by one thread; [#state] and [#close] may be called by any.
public final class LaneFollower implements AutoCloseable {
  private final LaneSource source;
  private final RollupId rollup;
  private final TrustedValidator trusted;
  private final FollowerConfig config;
  private final AnchorCheck anchors;
  private final ArrayDeque<ProvenLaneBlock> received = new ArrayDeque<>();
  private LaneCursor cursor;
  private @Nullable LaneBlockProof cursorProof;
  private int failures;
  private long resumeAtNs;
  private volatile @Nullable RangePrefetcher ranges;
  private volatile @Nullable Subscription<ProvenLaneBlock> live;
  private volatile FollowerState state;

  /// Begins at a cursor; the first [#next] connects.
  ///
  /// @param cursor where to go on; the first lane block handed out is the one after it
  public LaneFollower(
      LaneSource source,
      RollupId rollup,
      TrustedValidator trusted,
      LaneCursor cursor,
      FollowerConfig config) {
    this.source = source;
    this.rollup = rollup;
    this.trusted = trusted;
    this.cursor = cursor;
    this.config = config;
    this.anchors = AnchorCheck.of(trusted);
    this.state = new FollowerState.CatchingUp(cursor.laneHeight(), cursor.laneHeight());
  }

  /// The next lane block, or nothing after the wait, or the end.
  ///
  /// @param waitMs how long to wait at most
  public Followed next(long waitMs) throws InterruptedException {
    long deadlineNs = config.nanoTime().nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (true) {
      if (state instanceof FollowerState.Final last) {
        return new Followed.Ended(last);
      }
      ProvenLaneBlock proven = received.poll();
      if (proven != null) {
        return accept(proven);
      }
      long leftMs = millisUntil(deadlineNs);
      receive(leftMs);
      if (received.isEmpty() && leftMs == 0 && !(state instanceof FollowerState.Final)) {
        return new Followed.Nothing();
      }
    }
  }

  /// What the follower is doing now.
  public FollowerState state() {
    return state;
  }

  /// Ends the follower; [#next] then answers [Followed.Ended].
  @Override
  public void close() {
    synchronized (this) {
      if (!(state instanceof FollowerState.Final)) {
        state = new FollowerState.Closed(state.laneHeight());
      }
    }
    disconnect();
  }

  private Followed accept(ProvenLaneBlock proven) {
    return switch (LaneRules.checkNext(cursor, proven, rollup, anchors)) {
      case Verdict.Valid<VerifiedLaneBlock>(VerifiedLaneBlock block) -> {
        cursor = LaneCursor.after(block.header());
        cursorProof = proven.proof();
        failures = 0;
        advance();
        yield new Followed.Verified(block);
      }
      case Verdict.Invalid<VerifiedLaneBlock>(String rule, String reason) -> {
        boolean signed = LaneVerifier.verifyLaneBlock(proven, rollup, anchors).isValid();
        yield stopWith(evidence(rule, reason, LaneBytes.encode(proven), signed));
      }
    };
  }

  private void advance() {
    switch (state) {
      case FollowerState.CatchingUp(_, long latest) ->
          become(new FollowerState.CatchingUp(cursor.laneHeight(), latest));
      case FollowerState.Live _, FollowerState.Reconnecting _ ->
          become(new FollowerState.Live(cursor.laneHeight()));
      case FollowerState.Final _ -> {}
    }
  }

  private void receive(long waitMs) throws InterruptedException {
    try {
      switch (state) {
        case FollowerState.CatchingUp _ -> receiveRange(waitMs);
        case FollowerState.Live _ -> receiveLive(waitMs);
        case FollowerState.Reconnecting _ -> waitToReconnect(waitMs);
        case FollowerState.Final _ -> {}
      }
    } catch (MalformedAnswerException e) {
      stopWith(evidence(Evidence.WIRE, String.valueOf(e.getMessage()), e.answer(), false));
    } catch (NodeUnreachableException e) {
      backOff(String.valueOf(e.getMessage()), 0);
    }
  }

  private void receiveRange(long waitMs) throws InterruptedException {
    RangePrefetcher current = ranges;
    if (current == null) {
      current = new RangePrefetcher(source, rollup, config.rangeBytes(), cursor.nextLaneHeight());
      ranges = current;
    }
    Optional<Checked<LaneRange>> answer = current.take(cursor.nextLaneHeight(), waitMs);
    if (answer.isEmpty()) {
      return;
    }
    switch (answer.get()) {
      case Checked.Ok<LaneRange>(LaneRange range) -> takeRange(range);
      case Checked.Refused<LaneRange>(Refusal refusal) -> refused(refusal);
    }
  }

  private void takeRange(LaneRange range) {
    long next = cursor.nextLaneHeight();
    int count = range.laneBlocks().size();
    if (count > 0) {
      received.addAll(range.laneBlocks());
      become(new FollowerState.CatchingUp(cursor.laneHeight(), range.latest()));
    }
    if (count > 0 && next + count <= range.latest()) {
      return;
    }
    if (count > 0 || range.latest() == cursor.laneHeight()) {
      goLive(next + count);
    } else if (range.latest() < cursor.laneHeight()) {
      backOff("the node is behind, at lane height " + range.latest(), 0);
    } else if (range.earliest() > next) {
      become(new FollowerState.Refused(cursor.laneHeight(), pruned(range, next)));
    } else {
      backOff("the node sent nothing although it has lane height " + range.latest(), 0);
    }
  }

  /// Opens the stream; the state becomes live when the last received range is used up.
  private void goLive(long from) {
    closeRanges();
    live = source.follow(rollup, from);
    become(new FollowerState.Live(cursor.laneHeight()));
    if (state instanceof FollowerState.Final) {
      // Closed meanwhile, before the stream was there to be closed.
      disconnect();
    }
  }

  private void receiveLive(long waitMs) throws InterruptedException {
    Subscription<ProvenLaneBlock> stream = live;
    if (stream == null) {
      backOff("the stream is closed", 0);
      return;
    }
    switch (stream.next(waitMs)) {
      case Incoming.Item<ProvenLaneBlock>(ProvenLaneBlock proven) -> received.add(proven);
      case Incoming.Nothing<ProvenLaneBlock> _ -> {}
      case Incoming.Ended<ProvenLaneBlock>(String reason, Optional<Refusal> refusal) ->
          refusal.ifPresentOrElse(this::refused, () -> backOff(reason, 0));
    }
  }

  private void refused(Refusal refusal) {
    switch (refusal.code()) {
      case LANE_BLOCK_NOT_FOUND, HEIGHT_NOT_FOUND, ROLLUP_CLOSED, REQUEST_TOO_LARGE ->
          become(new FollowerState.Refused(cursor.laneHeight(), refusal));
      default -> backOff(refusal.toString(), refusal.retryAfterMs());
    }
  }

  private void backOff(String reason, long askedMs) {
    disconnect();
    failures++;
    long delayMs = config.backOff().delayMs(failures, askedMs, config.random());
    resumeAtNs = config.nanoTime().nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
    become(new FollowerState.Reconnecting(cursor.laneHeight(), failures, reason));
  }

  private void waitToReconnect(long waitMs) throws InterruptedException {
    long leftMs = millisUntil(resumeAtNs);
    if (leftMs > waitMs) {
      Thread.sleep(waitMs);
      return;
    }
    Thread.sleep(leftMs);
    become(new FollowerState.CatchingUp(cursor.laneHeight(), cursor.laneHeight()));
  }

  private Followed stopWith(Evidence evidence) {
    received.clear();
    become(new FollowerState.CaughtLie(cursor.laneHeight(), evidence));
    disconnect();
    return state instanceof FollowerState.Final last
        ? new Followed.Ended(last)
        : new Followed.Nothing();
  }

  private Evidence evidence(String rule, String reason, Bytes offending, boolean signed) {
    return new Evidence(
        rollup,
        rule,
        reason,
        trusted,
        cursor.nextLaneHeight(),
        cursor.last().map(LaneHeader::encode),
        Optional.ofNullable(cursorProof).map(LaneBytes::encode),
        offending,
        signed);
  }

  /// A state that is final stays.
  private synchronized void become(FollowerState next) {
    if (!(state instanceof FollowerState.Final)) {
      state = next;
    }
  }

  private void disconnect() {
    closeRanges();
    Subscription<ProvenLaneBlock> stream = live;
    live = null;
    if (stream != null) {
      stream.close();
    }
  }

  private void closeRanges() {
    RangePrefetcher current = ranges;
    ranges = null;
    if (current != null) {
      current.close();
    }
  }

  private long millisUntil(long timeNs) {
    long leftNs = timeNs - config.nanoTime().nanoTime();
    return Math.max(0, (leftNs + 999_999) / 1_000_000);
  }

  private static Refusal pruned(LaneRange range, long wanted) {
    return Refusal.of(
        RefusalCode.LANE_BLOCK_NOT_FOUND,
        "from_lane_height",
        "earliest lane height " + range.earliest(),
        "The node no longer has lane height " + wanted + ".");
  }
}
