package weft.rollup.lane;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.Incoming;
import weft.rollup.client.LaneBytes;
import weft.rollup.client.LaneRange;
import weft.rollup.client.LaneSource;
import weft.rollup.client.MalformedAnswerException;
import weft.rollup.client.NodeUnreachableException;
import weft.rollup.client.Subscription;
import weft.rollup.client.Trust;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.UnknownValidatorsException;

/// Reads one lane from a cursor on and hands out only what it verified: entries against the
/// payloads root, the lane header against the lanes root, the lanes root against the validator's
/// commit or a network's attestation, and the header's link to the one before. On a network it
/// follows the changes of validators by itself, and where a block cannot be judged, since too few
/// attested it or it is too old, proves its lane blocks by later ones ([BackwardProof]).
///
/// It catches up in ranges, the next one being fetched while one is verified, and then goes over to
/// the live stream. When the node goes away it comes back with growing waits, without end, to the
/// next node if its source has several. When a node lies it stops for good, with the [Evidence].
///
/// Pulled by one thread; [#state] and [#close] may be called by any.
public final class LaneFollower implements AutoCloseable {
  private final LaneSource source;
  private final RollupId rollup;
  private final FollowerConfig config;
  private final TrustedAnchors anchors;
  private final ArrayDeque<ProvenLaneBlock> received = new ArrayDeque<>();
  private LaneCursor cursor;
  private @Nullable LaneBlockProof cursorProof;
  private @Nullable BackwardProof later;
  private int failures;
  private long resumeAtNs;
  private volatile @Nullable RangePrefetcher ranges;
  private volatile @Nullable Subscription<ProvenLaneBlock> live;
  private volatile FollowerState state;

  /// Begins at a cursor; the first [#next] connects.
  ///
  /// @param trust whom to believe, from a trusted place such as the genesis file
  /// @param cursor where to go on; the first lane block handed out is the one after it
  public LaneFollower(
      LaneSource source, RollupId rollup, Trust trust, LaneCursor cursor, FollowerConfig config) {
    this.source = source;
    this.rollup = rollup;
    this.cursor = cursor;
    this.config = config;
    this.anchors =
        config
            .trustFile()
            .map(file -> TrustedAnchors.kept(trust, source, config.clock(), file))
            .orElseGet(() -> TrustedAnchors.of(trust, source, config.clock()));
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
      ProvenLaneBlock proven = received.peek();
      if (proven != null) {
        Optional<Followed> judged = judge(proven);
        if (judged.isPresent()) {
          return judged.get();
        }
        if (millisUntil(deadlineNs) == 0 && !(state instanceof FollowerState.Final)) {
          return new Followed.Nothing();
        }
        continue;
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

  /// Empty where it cannot be judged yet, as more is needed for it.
  private Optional<Followed> judge(ProvenLaneBlock proven) {
    try {
      BackwardProof proof = later;
      if (proof == null) {
        return accept(proven, LaneRules.checkNext(cursor, proven, rollup, anchors));
      }
      long laneHeight = cursor.nextLaneHeight();
      return proof.isReadyFor(laneHeight)
          ? accept(proven, LaneRules.checkNext(cursor, proven, proof))
          : prove(proof, laneHeight);
    } catch (MalformedAnswerException e) {
      return Optional.of(stopWith(malformed(e)));
    } catch (NodeUnreachableException | UnknownValidatorsException e) {
      askAnother(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// What this node sent is not kept: another may have to say something else.
  private void askAnother(String reason) {
    received.clear();
    backOff(reason, 0);
  }

  /// Comes nearer to the proof of a lane block by later ones.
  private Optional<Followed> prove(BackwardProof proof, long laneHeight) {
    switch (proof.step(laneHeight)) {
      case BackwardProof.Step.Going _ -> {}
      case BackwardProof.Step.Waiting(String reason) -> {
        if (!proof.hasEnd()) {
          later = null;
        }
        askAnother(reason);
      }
      case BackwardProof.Step.Untrusted(String rule, String reason) -> {
        return Optional.of(end(new FollowerState.Untrusted(cursor.laneHeight(), rule, reason)));
      }
      case BackwardProof.Step.Broken(String rule, String reason, Bytes offending) -> {
        Optional<Bytes> change = anchors.brokenChange().map(LaneBytes::encode);
        return Optional.of(
            stopWith(evidence(rule, reason, offending, change, Optional.empty(), false)));
      }
    }
    return Optional.empty();
  }

  private Optional<Followed> accept(ProvenLaneBlock proven, Verdict<VerifiedLaneBlock> checked) {
    return switch (checked) {
      case Verdict.Valid<VerifiedLaneBlock>(VerifiedLaneBlock block) -> {
        received.poll();
        cursor = LaneCursor.after(block.header());
        cursorProof = proven.proof();
        failures = 0;
        if (later != null && !later.covers(cursor.nextLaneHeight())) {
          later = null;
        }
        advance();
        yield Optional.of(new Followed.Verified(block));
      }
      case Verdict.Invalid<VerifiedLaneBlock>(String rule, String reason) -> {
        if (TrustedAnchors.isBeyondTrust(rule)) {
          later = new BackwardProof(source, rollup, anchors, cursor.nextLaneHeight());
          yield Optional.empty();
        }
        Optional<Bytes> change = anchors.brokenChange().map(LaneBytes::encode);
        boolean signed =
            change.isEmpty() && LaneVerifier.verifyLaneBlock(proven, rollup, anchors).isValid();
        yield Optional.of(
            stopWith(
                evidence(
                    rule,
                    reason,
                    LaneBytes.encode(proven),
                    change,
                    believed(proven.proof().anchor()),
                    signed)));
      }
    };
  }

  private Optional<ValidatorSet> believed(BlockAnchor anchor) {
    return anchor instanceof AttestedAnchor attested
        ? anchors.validatorsAt(attested.statement().height())
        : Optional.empty();
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
      stopWith(malformed(e));
    } catch (NodeUnreachableException | UnknownValidatorsException e) {
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
    boolean awaitsAttestation =
        anchors.trust() instanceof Trust.Network
            && range.latest() >= next
            && range.earliest() <= next;
    if (count > 0 || range.latest() == cursor.laneHeight() || awaitsAttestation) {
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
      case Incoming.Nothing<ProvenLaneBlock> _ -> stayFresh();
      case Incoming.Ended<ProvenLaneBlock>(String reason, Optional<Refusal> refusal) ->
          refusal.ifPresentOrElse(this::refused, () -> backOff(reason, 0));
    }
  }

  /// Hears of the validators even where the lane is silent for long.
  private void stayFresh() {
    Optional<Verdict.Invalid<VerifiedAnchor>> invalid = anchors.refresh();
    if (invalid.isEmpty()) {
      return;
    }
    String rule = invalid.get().rule();
    String reason = invalid.get().reason();
    if (TrustedAnchors.isBeyondTrust(rule)) {
      end(new FollowerState.Untrusted(cursor.laneHeight(), rule, reason));
    } else {
      Optional<Bytes> change = anchors.brokenChange().map(LaneBytes::encode);
      stopWith(evidence(rule, reason, Bytes.EMPTY, change, Optional.empty(), false));
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
    source.switchNode();
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
    return end(new FollowerState.CaughtLie(cursor.laneHeight(), evidence));
  }

  private Followed end(FollowerState.Final last) {
    received.clear();
    become(last);
    disconnect();
    return state instanceof FollowerState.Final ended
        ? new Followed.Ended(ended)
        : new Followed.Nothing();
  }

  private Evidence malformed(MalformedAnswerException answer) {
    return evidence(
        Evidence.WIRE,
        String.valueOf(answer.getMessage()),
        answer.answer(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private Evidence evidence(
      String rule,
      String reason,
      Bytes offending,
      Optional<Bytes> offendingChange,
      Optional<ValidatorSet> validators,
      boolean signed) {
    return new Evidence(
        rollup,
        rule,
        reason,
        anchors.trust(),
        validators,
        cursor.nextLaneHeight(),
        cursor.last().map(LaneHeader::encode),
        Optional.ofNullable(cursorProof).map(LaneBytes::encode),
        offending,
        offendingChange,
        anchors.equivocation(),
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
