package weft.protocol.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.TrustedValidator;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// Checks what a node says about a lane, without any node; rules `LANE-n` of
/// docs/protocol/lanes.md.
///
/// Nothing here throws on hostile input. The variants with an [AnchorCheck] are for callers that
/// check several lanes of one block.
public final class LaneVerifier {
  /// Longest run of [#verifyChain]: 8.7 MB of lane headers. A longer way is checked in several
  /// runs.
  public static final int MAX_RUN = 65_536;

  private LaneVerifier() {}

  /// Checks that a lane block is complete, is this rollup's, and is part of a block that the
  /// validator vouches for. Whether it follows the one before is [#verifyFollows].
  public static Verdict<VerifiedLaneBlock> verifyLaneBlock(
      ProvenLaneBlock proven, RollupId rollup, TrustedValidator trusted) {
    return verifyLaneBlock(proven, rollup, AnchorCheck.of(trusted));
  }

  /// The same with a check of the anchor of the caller's choice.
  public static Verdict<VerifiedLaneBlock> verifyLaneBlock(
      ProvenLaneBlock proven, RollupId rollup, AnchorCheck anchors) {
    Bytes encodedHeader = proven.laneBlock().header();
    return LaneInBlock.verify(encodedHeader, proven.proof(), rollup, anchors)
        .then(
            lane ->
                verifyEntries(
                    lane.header(),
                    lane.hash(),
                    proven.laneBlock().entries(),
                    Optional.of(lane.anchor())));
  }

  /// Checks that a lane block is complete, and the one of this lane hash. That the hash is one of
  /// the rollup's lane is shown by [#verifyRun].
  public static Verdict<VerifiedLaneBlock> verifyLaneBlock(
      LaneBlock laneBlock, RollupId rollup, Hash32 laneHash) {
    return decode(laneBlock.header())
        .then(header -> isOf(rollup, header))
        .then(
            header ->
                Sha256.hash(laneBlock.header()).equals(laneHash)
                    ? verifyEntries(header, laneHash, laneBlock.entries(), Optional.empty())
                    : Verdict.invalid(
                        "LANE-21",
                        "lane block "
                            + header.laneHeight()
                            + " is another one than "
                            + laneHash
                            + ", which later ones lead to"));
  }

  /// Checks that `next` is the lane block right after `previous`: same rollup, next lane height,
  /// parent hash, later block.
  public static Verdict<LaneHeader> verifyFollows(LaneHeader previous, LaneHeader next) {
    if (!next.rollupId().equals(previous.rollupId())) {
      return Verdict.invalid("LANE-9", "the headers are of different rollups");
    }
    if (next.laneHeight() - 1 != previous.laneHeight()) {
      return Verdict.invalid(
          "LANE-9",
          "lane height " + next.laneHeight() + " does not follow " + previous.laneHeight());
    }
    if (!next.parentLaneHash().equals(previous.hash())) {
      return Verdict.invalid(
          "LANE-10",
          "lane block " + next.laneHeight() + " names another parent than the one before it");
    }
    if (next.blockHeight() <= previous.blockHeight()
        || next.blockTimeMs() <= previous.blockTimeMs()) {
      return Verdict.invalid(
          "LANE-11", "block height and time of lane block " + next.laneHeight() + " do not rise");
    }
    return Verdict.valid(next);
  }

  /// Checks that a run of lane headers leads from one on without a gap: each follows the one before
  /// it. Answers with the last.
  ///
  /// Headers name their parents, so the run is bound backwards: if the last one is that of a
  /// verified lane block, then `from` and all between are the lane's, and nothing else lies between
  /// them. Headers that nobody vouches for prove nothing, however well they follow.
  ///
  /// @param headers encoded, from the one right after `from` on; 1 to [#MAX_RUN]
  public static Verdict<LaneHeader> verifyChain(LaneHeader from, List<Bytes> headers) {
    return run(Optional.of(from), headers, Verdict::valid)
        .then(run -> Verdict.valid(run.getLast()));
  }

  /// Checks that lane headers of a rollup follow each other. Answers with them.
  ///
  /// As with [#verifyChain], the end decides: if the hash of the last one is known to be the
  /// lane's, all of them are.
  ///
  /// @param before what the first one follows; empty: it may be any of the rollup
  /// @param headers encoded; 1 to [#MAX_RUN]
  public static Verdict<List<LaneHeader>> verifyRun(
      Optional<LaneHeader> before, List<Bytes> headers, RollupId rollup) {
    return run(before, headers, header -> isOf(rollup, header));
  }

  /// @param each what else must hold of every one
  private static Verdict<List<LaneHeader>> run(
      Optional<LaneHeader> before,
      List<Bytes> headers,
      Function<LaneHeader, Verdict<LaneHeader>> each) {
    if (headers.isEmpty() || headers.size() > MAX_RUN) {
      return Verdict.invalid(
          "LANE-20", "a run has 1 to " + MAX_RUN + " lane headers, got " + headers.size());
    }
    List<LaneHeader> run = new ArrayList<>(headers.size());
    Optional<LaneHeader> last = before;
    for (Bytes encoded : headers) {
      Optional<LaneHeader> previous = last;
      Verdict<LaneHeader> next =
          decode(encoded)
              .then(each)
              .then(
                  header ->
                      previous
                          .map(parent -> verifyFollows(parent, header))
                          .orElseGet(() -> Verdict.valid(header)));
      switch (next) {
        case Verdict.Invalid<LaneHeader>(String rule, String reason) -> {
          return Verdict.invalid(rule, reason);
        }
        case Verdict.Valid<LaneHeader>(LaneHeader header) -> {
          run.add(header);
          last = Optional.of(header);
        }
      }
    }
    return Verdict.valid(run);
  }

  private static Verdict<LaneHeader> isOf(RollupId rollup, LaneHeader header) {
    return header.rollupId().equals(rollup.hash())
        ? Verdict.valid(header)
        : Verdict.invalid("LANE-2", "the lane header is not of rollup " + rollup.name());
  }

  private static Verdict<LaneHeader> decode(Bytes encoded) {
    try {
      return Verdict.valid(LaneHeader.decode(encoded));
    } catch (MalformedException e) {
      return Verdict.invalid("LANE-1", "the lane header is malformed: " + e.getMessage());
    }
  }

  /// Checks that a lane block is the first of its lane: lane height 1 with a zero parent.
  public static Verdict<LaneHeader> verifyFirst(LaneHeader first) {
    if (first.laneHeight() != 1 || !first.parentLaneHash().equals(Hash32.ZERO)) {
      return Verdict.invalid(
          "LANE-12", "the first lane block has lane height 1 and a zero parent hash");
    }
    return Verdict.valid(first);
  }

  /// Checks that a payload is at its place in a lane block of this rollup.
  public static Verdict<VerifiedPayload> verifyPayload(
      PayloadProof proof, RollupId rollup, TrustedValidator trusted) {
    return verifyPayload(proof, rollup, AnchorCheck.of(trusted));
  }

  /// The same with a check of the anchor of the caller's choice.
  public static Verdict<VerifiedPayload> verifyPayload(
      PayloadProof proof, RollupId rollup, AnchorCheck anchors) {
    return LaneInBlock.verify(proof.laneHeader(), proof.laneBlock(), rollup, anchors)
        .then(lane -> verifyEntry(lane, proof));
  }

  /// Checks that a rollup has no lane block in the block at a height.
  public static Verdict<VerifiedAnchor> verifyAbsence(
      LaneAbsenceProof proof, RollupId rollup, long height, TrustedValidator trusted) {
    return verifyAbsence(proof, rollup, height, AnchorCheck.of(trusted));
  }

  /// The same with a check of the anchor of the caller's choice.
  public static Verdict<VerifiedAnchor> verifyAbsence(
      LaneAbsenceProof proof, RollupId rollup, long height, AnchorCheck anchors) {
    return anchors
        .check(proof.anchor())
        .then(anchor -> LaneAbsence.verify(proof, rollup, height, anchor));
  }

  private static Verdict<VerifiedLaneBlock> verifyEntries(
      LaneHeader header, Hash32 hash, List<Bytes> encoded, Optional<VerifiedAnchor> anchor) {
    if (encoded.size() != header.payloadCount()) {
      return Verdict.invalid(
          "LANE-6", encoded.size() + " entries instead of " + header.payloadCount());
    }
    List<LaneEntry> entries = new ArrayList<>(encoded.size());
    long bytes = 0;
    for (Bytes one : encoded) {
      try {
        LaneEntry entry = LaneEntry.decode(one);
        bytes += entry.data().size();
        entries.add(entry);
      } catch (MalformedException e) {
        return Verdict.invalid(
            "LANE-5", "entry " + entries.size() + " is malformed: " + e.getMessage());
      }
    }
    if (bytes != header.payloadBytes()) {
      return Verdict.invalid(
          "LANE-7", bytes + " bytes of payloads instead of " + header.payloadBytes());
    }
    if (!MerkleTree.root(encoded).equals(header.payloadsRoot())) {
      return Verdict.invalid("LANE-8", "the entries have another root than the lane header says");
    }
    return Verdict.valid(new VerifiedLaneBlock(header, hash, entries, anchor));
  }

  private static Verdict<VerifiedPayload> verifyEntry(LaneInBlock lane, PayloadProof proof) {
    LaneEntry entry;
    try {
      entry = LaneEntry.decode(proof.entry());
    } catch (MalformedException e) {
      return Verdict.invalid("LANE-5", "the entry is malformed: " + e.getMessage());
    }
    LaneHeader header = lane.header();
    if (proof.entryProof().size() != header.payloadCount()) {
      return Verdict.invalid(
          "LANE-6",
          "the proof is for "
              + proof.entryProof().size()
              + " entries instead of "
              + header.payloadCount());
    }
    if (!proof.entryProof().verifies(header.payloadsRoot(), proof.entry())) {
      return Verdict.invalid("LANE-8", "the entry is not under the lane header's payloads root");
    }
    int index = (int) proof.entryProof().index();
    return Verdict.valid(new VerifiedPayload(header, lane.hash(), index, entry, lane.anchor()));
  }

  /// A lane header that belongs to the rollup and to a verified block.
  private record LaneInBlock(LaneHeader header, Hash32 hash, VerifiedAnchor anchor) {

    static Verdict<LaneInBlock> verify(
        Bytes encodedHeader, LaneBlockProof proof, RollupId rollup, AnchorCheck anchors) {
      return LaneVerifier.decode(encodedHeader)
          .then(header -> LaneVerifier.isOf(rollup, header))
          .then(
              header ->
                  anchors
                      .check(proof.anchor())
                      .then(anchor -> join(encodedHeader, header, proof, anchor)));
    }

    private static Verdict<LaneInBlock> join(
        Bytes encodedHeader, LaneHeader header, LaneBlockProof proof, VerifiedAnchor anchor) {
      boolean underRoot =
          proof.laneProof().size() == anchor.laneCount()
              && proof.laneProof().verifies(anchor.lanesRoot(), encodedHeader);
      if (!underRoot) {
        return Verdict.invalid("LANE-3", "the lane header is not under the block's lanes root");
      }
      if (header.blockHeight() != anchor.height() || header.blockTimeMs() != anchor.timeMs()) {
        return Verdict.invalid(
            "LANE-4", "the lane header names another block height or time than its block");
      }
      return Verdict.valid(new LaneInBlock(header, Sha256.hash(encodedHeader), anchor));
    }
  }
}
