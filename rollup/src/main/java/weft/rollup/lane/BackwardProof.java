package weft.rollup.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.block.AnchorCheck;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneTip;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.state.StateProof;
import weft.protocol.state.StateVerifier;
import weft.protocol.state.VerifiedState;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.LaneBytes;
import weft.rollup.client.LaneHeaders;
import weft.rollup.client.LaneRange;
import weft.rollup.client.LaneSource;
import weft.rollup.client.TrustedAnchors;

/// Proves lane blocks whose own blocks cannot be judged, because too few validators attested them
/// or because they lie before what is believed: by what came later in the lane, rules `LANE-21` and
/// `LANE-22` of docs/protocol/lanes.md.
///
/// First it finds an end: a later lane block that can be judged, or the lane's newest one in a
/// state that can. Then it goes over the lane headers up to there, and keeps one hash of each
/// [#SEGMENT]. Then it goes over them again, a segment at a time, before the lane blocks of that
/// segment. So the longest history needs 200 kB, and about 100 bytes for each segment.
///
/// Each step is one question to the node, or a few. Not for use by several threads at once.
public final class BackwardProof {
  /// Lane headers between two hashes that are kept.
  public static final int SEGMENT = 1_024;

  /// How many of the next lane blocks are looked at for the end.
  private static final int NEAR = 16;

  private static final long NEAR_BYTES = 256 << 10;

  private final LaneSource source;
  private final RollupId rollup;
  private final AnchorCheck anchors;
  private final long from;
  private final TreeMap<Long, Hash32> marks = new TreeMap<>();
  private @Nullable LaneTip end;
  private @Nullable Walk marking;
  private @Nullable Segment segment;

  /// @param from the first lane height to prove
  public BackwardProof(LaneSource source, RollupId rollup, AnchorCheck anchors, long from) {
    this.source = source;
    this.rollup = rollup;
    this.anchors = anchors;
    this.from = from;
  }

  /// What one step came to.
  public sealed interface Step {

    /// It goes on.
    ///
    /// @param laneHeight the header that was reached
    record Going(long laneHeight) implements Step {}

    /// For now, what is needed is not there: ask again later, and another node.
    record Waiting(String reason) implements Step {}

    /// Nobody can be believed, not even about the newest block.
    record Untrusted(String rule, String reason) implements Step {}

    /// The node lied.
    ///
    /// @param offending what it sent: a run of lane headers, or a serialized `weft.v1` message
    record Broken(String rule, String reason, Bytes offending) implements Step {}
  }

  /// Whether it is known where the proof ends.
  boolean hasEnd() {
    return end != null;
  }

  /// Whether lane blocks of this lane height are its matter; all are before the end is known.
  boolean covers(long laneHeight) {
    LaneTip known = end;
    return laneHeight >= from && (known == null || laneHeight <= known.laneHeight());
  }

  /// Whether a lane block of this lane height can be judged without a further step.
  boolean isReadyFor(long laneHeight) {
    Segment loaded = segment;
    return loaded != null && loaded.has(laneHeight);
  }

  /// Comes nearer to judging a lane block of this lane height, which it covers.
  ///
  /// @throws weft.rollup.client.NodeException if the node does not answer, or not readably
  Step step(long laneHeight) {
    LaneTip known = end;
    if (known == null) {
      return findEnd();
    }
    Walk first = marking;
    if (first == null) {
      first = new Walk(from, known.laneHeight(), known.laneHash(), this::mark);
      marking = first;
    }
    if (!first.isOver()) {
      return first.page();
    }
    Segment current = segment;
    if (current == null || !current.covers(laneHeight)) {
      current = new Segment(Math.max(from, startOf(laneHeight)), endOf(laneHeight));
      segment = current;
    }
    return current.walk.isOver() ? new Step.Going(laneHeight) : current.walk.page();
  }

  /// Judges a lane block of a lane height that [#isReadyFor] is true for.
  Verdict<VerifiedLaneBlock> check(long laneHeight, LaneBlock laneBlock) {
    Segment loaded = segment;
    if (loaded == null) {
      throw new IllegalStateException("not ready for lane height " + laneHeight);
    }
    return LaneVerifier.verifyLaneBlock(laneBlock, rollup, loaded.hash(laneHeight));
  }

  /// Proves one lane block, with as many steps as that takes.
  ///
  /// @return the lane block, or why it is not proven now: a broken rule, or `LIGHT-9` where what is
  ///   needed is not there yet
  public static Verdict<VerifiedLaneBlock> prove(
      LaneSource source, RollupId rollup, AnchorCheck anchors, long laneHeight, LaneBlock block) {
    BackwardProof proof = new BackwardProof(source, rollup, anchors, laneHeight);
    while (!proof.isReadyFor(laneHeight)) {
      switch (proof.step(laneHeight)) {
        case Step.Going _ -> {}
        case Step.Waiting(String reason) -> {
          return Verdict.invalid("LIGHT-9", reason);
        }
        case Step.Untrusted(String rule, String reason) -> {
          return Verdict.invalid(rule, reason);
        }
        case Step.Broken(String rule, String reason, Bytes _) -> {
          return Verdict.invalid(rule, reason);
        }
      }
    }
    return proof.check(laneHeight, block);
  }

  private static long startOf(long laneHeight) {
    return (laneHeight - 1) / SEGMENT * SEGMENT + 1;
  }

  private LaneTip endOf(long laneHeight) {
    var mark = marks.ceilingEntry(laneHeight);
    if (mark == null) {
      throw new IllegalStateException("no header was marked from " + laneHeight + " on");
    }
    return new LaneTip(mark.getKey(), mark.getValue());
  }

  private void mark(LaneHeader header) {
    LaneTip known = end;
    boolean isEnd = known != null && header.laneHeight() == known.laneHeight();
    if (isEnd || header.laneHeight() % SEGMENT == 0) {
      marks.put(header.laneHeight(), header.hash());
    }
  }

  /// Soon after an unattested block there is one that is attested. Where history is older than
  /// trust, the newest lane block will do; and where the lane was silent since, the newest state.
  private Step findEnd() {
    return among(from + 1, NEAR).or(this::amongNewest).orElseGet(this::inState);
  }

  private Optional<Step> amongNewest() {
    return switch (source.headers(rollup, from, 1)) {
      case Checked.Ok<LaneHeaders>(LaneHeaders some) when some.latest() > from + NEAR ->
          among(Math.max(from, some.latest() - NEAR) + 1, NEAR);
      default -> Optional.empty();
    };
  }

  /// The end, if one of these lane blocks is one; empty if none can be judged.
  private Optional<Step> among(long first, int count) {
    Optional<Step> found = Optional.empty();
    int seen = 0;
    while (found.isEmpty() && seen < count) {
      if (!(source.range(rollup, first + seen, count - seen, NEAR_BYTES)
              instanceof Checked.Ok<LaneRange>(LaneRange range))
          || range.laneBlocks().isEmpty()) {
        return found;
      }
      seen += range.laneBlocks().size();
      found = range.laneBlocks().stream().flatMap(block -> asEnd(block).stream()).findFirst();
    }
    return found;
  }

  private Optional<Step> asEnd(ProvenLaneBlock block) {
    return switch (LaneVerifier.verifyLaneBlock(block, rollup, anchors)) {
      case Verdict.Valid<VerifiedLaneBlock>(VerifiedLaneBlock verified) ->
          Optional.of(
              endsAt(
                  new LaneTip(verified.header().laneHeight(), verified.hash()),
                  "the node sent an earlier lane block than it was asked for"));
      case Verdict.Invalid<VerifiedLaneBlock>(String rule, String reason) ->
          TrustedAnchors.isBeyondTrust(rule)
              ? Optional.empty()
              : Optional.of(new Step.Broken(rule, reason, LaneBytes.encode(block)));
    };
  }

  private Step inState() {
    Bytes key = LaneTip.key(rollup);
    return switch (source.state(key)) {
      case Checked.Refused<StateProof>(Refusal refusal) -> waiting(refusal.message());
      case Checked.Ok<StateProof>(StateProof proof) ->
          switch (StateVerifier.verify(proof, key, anchors)) {
            case Verdict.Valid<VerifiedState>(VerifiedState state) -> tip(state);
            case Verdict.Invalid<VerifiedState>(String rule, String reason) ->
                TrustedAnchors.isBeyondTrust(rule)
                    ? new Step.Untrusted(rule, reason)
                    : new Step.Broken(rule, reason, proof.ics23());
          };
    };
  }

  private Step tip(VerifiedState state) {
    try {
      Optional<LaneTip> tip = state.value().flatMap(LaneTip::read);
      return tip.isPresent()
          ? endsAt(tip.get(), "the state after block " + state.anchor().height() + " is before it")
          : waiting("the lane has not begun at block " + state.anchor().height());
    } catch (MalformedException e) {
      return new Step.Broken(
          "STATE-1", String.valueOf(e.getMessage()), state.value().orElse(Bytes.EMPTY));
    }
  }

  private Step endsAt(LaneTip tip, String otherwise) {
    if (tip.laneHeight() < from) {
      return waiting(otherwise);
    }
    end = tip;
    return new Step.Going(from);
  }

  private Step waiting(String reason) {
    return new Step.Waiting(
        "lane block "
            + from
            + " cannot be judged by its own block, and nothing later that can is there yet ("
            + reason
            + ")");
  }

  /// The hashes of the lane blocks of a segment, complete when its walk is over.
  private final class Segment {
    private final long first;
    private final long last;
    private final List<Hash32> hashes = new ArrayList<>();
    private final Walk walk;

    Segment(long first, LaneTip end) {
      this.first = first;
      this.last = end.laneHeight();
      this.walk = new Walk(first, last, end.laneHash(), header -> hashes.add(header.hash()));
    }

    boolean covers(long laneHeight) {
      return laneHeight >= first && laneHeight <= last;
    }

    boolean has(long laneHeight) {
      return walk.isOver() && covers(laneHeight);
    }

    Hash32 hash(long laneHeight) {
      return hashes.get((int) (laneHeight - first));
    }
  }

  /// Goes over lane headers up to one whose hash is known.
  private final class Walk {
    private final long first;
    private final long last;
    private final Hash32 lastHash;
    private final Consumer<LaneHeader> visitor;
    private Optional<LaneHeader> before = Optional.empty();

    Walk(long first, long last, Hash32 lastHash, Consumer<LaneHeader> visitor) {
      this.first = first;
      this.last = last;
      this.lastHash = lastHash;
      this.visitor = visitor;
    }

    boolean isOver() {
      return before.filter(header -> header.laneHeight() == last).isPresent();
    }

    private long next() {
      return before.map(header -> header.laneHeight() + 1).orElse(first);
    }

    Step page() {
      long left = last - next() + 1;
      int count = (int) Math.min(left, LaneVerifier.MAX_RUN);
      return switch (source.headers(rollup, next(), count)) {
        case Checked.Refused<LaneHeaders>(Refusal refusal) -> waiting(refusal.message());
        case Checked.Ok<LaneHeaders>(LaneHeaders page) ->
            page.headers().isEmpty()
                ? waiting("the node has no lane header " + next())
                : take(page.headers().subList(0, Math.min(count, page.headers().size())));
      };
    }

    private Step take(List<Bytes> headers) {
      return switch (LaneVerifier.verifyRun(before, headers, rollup)) {
        case Verdict.Invalid<List<LaneHeader>>(String rule, String reason) ->
            broken(rule, reason, headers);
        case Verdict.Valid<List<LaneHeader>>(List<LaneHeader> run) -> {
          if (run.getFirst().laneHeight() != next()) {
            yield broken("LANE-9", "the lane headers do not begin at " + next(), headers);
          }
          LaneHeader newest = run.getLast();
          if (newest.laneHeight() == last && !newest.hash().equals(lastHash)) {
            yield broken(
                "LANE-21",
                "the lane headers lead to another lane block " + last + " than " + lastHash,
                headers);
          }
          run.forEach(visitor);
          before = Optional.of(newest);
          yield new Step.Going(newest.laneHeight());
        }
      };
    }

    private Step broken(String rule, String reason, List<Bytes> headers) {
      return new Step.Broken(rule, reason, Bytes.concat(headers.toArray(Bytes[]::new)));
    }
  }
}
