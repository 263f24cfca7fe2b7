package weft.protocol.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.Sha256;
import weft.protocol.BlockGen;
import weft.protocol.SampleBlocks;
import weft.protocol.TamperedBlocks;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.transaction.RollupId;

/// Makes docs/protocol/vectors/lanes.json: valid proofs, and one broken in each way. `rule` is the
/// rule that a verifier must name; empty for a valid one.
final class LaneCases {
  private static final String VALID = "";

  private final SampleBlocks samples = new SampleBlocks();

  ObjectNode all() {
    ObjectNode all = VectorFile.json().createObjectNode();
    ProofJson.putTrusted(all, SampleBlocks.CHAIN_ID, samples.trusted().validator());
    laneBlocks(all.putArray("laneBlocks"));
    follows(all.putArray("follows"));
    runs(all.putArray("runs"));
    laters(all.putArray("laters"));
    payloads(all.putArray("payloads"));
    absences(all.putArray("absences"));
    return all;
  }

  private void laneBlocks(ArrayNode out) {
    for (RollupId rollup : SampleBlocks.ROLLUPS) {
      laneBlock(out, VALID, rollup, samples.first().proven(rollup));
      laneBlock(out, VALID, rollup, samples.second().proven(rollup));
    }
    RollupId east = SampleBlocks.ROLLUPS.get(0);
    RollupId west = SampleBlocks.ROLLUPS.get(1);
    ProvenLaneBlock good = samples.first().proven(east);
    LaneBlock block = good.laneBlock();
    laneBlock(out, "LANE-1", east, with(good, block.header().slice(0, 132), block.entries()));
    laneBlock(out, "LANE-2", west, good);
    laneBlock(out, "LANE-3", east, new ProvenLaneBlock(block, samples.second().proof(0)));
    laneBlock(out, "LANE-3", east, with(good, flipped(block.header(), 132), block.entries()));
    List<Bytes> entries = block.entries();
    laneBlock(out, "LANE-5", east, withEntry(good, flipped(entries.get(0), 0)));
    laneBlock(out, "LANE-6", east, with(good, block.header(), entries.subList(1, entries.size())));
    laneBlock(
        out, "LANE-7", east, withEntry(good, Bytes.concat(entries.get(0), Bytes.fromHex("00"))));
    laneBlock(out, "LANE-8", east, with(good, block.header(), entries.reversed()));
    laneBlock(out, "LANE-8", east, withEntry(good, flipped(entries.get(0), 1)));
    SignedAnchor anchor = (SignedAnchor) good.proof().anchor();
    laneBlock(out, "BLOCK-1", east, with(good, flipped(anchor.header(), 0), anchor.preamble()));
    laneBlock(out, "BLOCK-2", east, with(good, anchor.header(), flipped(anchor.preamble(), 0)));
    laneBlock(out, "BLOCK-3", east, with(good, flipped(anchor.header(), 8), anchor.preamble()));
    laneBlock(out, "BLOCK-4", east, with(good, anchor.header(), flipped(anchor.preamble(), 40)));
    laneBlock(out, "BLOCK-5", east, with(good, flipped(anchor.header(), 16), anchor.preamble()));
    Commit other =
        new Commit(TamperedBlocks.hash(anchor.commit().appHash()), anchor.commit().signature());
    SignedAnchor otherState =
        new SignedAnchor(anchor.header(), anchor.preamble(), anchor.preambleProof(), other);
    laneBlock(
        out,
        "BLOCK-5",
        east,
        new ProvenLaneBlock(block, new LaneBlockProof(otherState, good.proof().laneProof())));
  }

  private void follows(ArrayNode out) {
    for (int lane = 0; lane < SampleBlocks.ROLLUPS.size(); lane++) {
      LaneHeader first = samples.first().laneHeader(lane);
      LaneHeader second = samples.second().laneHeader(lane);
      follow(out, VALID, Optional.empty(), first);
      follow(out, VALID, Optional.of(first), second);
      follow(out, "LANE-9", Optional.of(second), second);
      follow(out, "LANE-12", Optional.empty(), second);
    }
    LaneHeader first = samples.first().laneHeader(0);
    follow(out, "LANE-9", Optional.of(first), samples.second().laneHeader(1).rollupId(), 3, first);
    follow(out, "LANE-9", Optional.of(first), first.rollupId(), 3, first);
    LaneHeader fork =
        new LaneHeader(
            first.rollupId(),
            1,
            Hash32.ZERO,
            first.blockHeight(),
            first.blockTimeMs(),
            first.payloadsRoot(),
            first.payloadCount() + 1,
            first.payloadBytes());
    follow(out, "LANE-10", Optional.of(fork), samples.second().laneHeader(0));
    follow(out, "LANE-11", Optional.of(first), first.rollupId(), 2, first);
  }

  private void runs(ArrayNode out) {
    LaneHeader from = samples.second().laneHeader(0);
    List<LaneHeader> honest = run(from, 5, Hash32.ZERO);
    run(out, VALID, from, honest);
    run(out, VALID, from, honest.subList(0, 1));
    run(out, "LANE-20", from, List.of());
    run(out, "LANE-9", from, honest.subList(1, 5));
    List<LaneHeader> gap = new ArrayList<>(honest);
    gap.remove(2);
    run(out, "LANE-9", from, gap);
    List<LaneHeader> forked = new ArrayList<>(honest.subList(0, 2));
    forked.addAll(run(from, 5, honest.getFirst().hash()).subList(2, 5));
    run(out, "LANE-10", from, forked);
    ObjectNode cut = run(out, "LANE-1", from, honest.subList(0, 1));
    cut.withArray("headers").add(ProofJson.hex(honest.get(1).encode().slice(0, 132)));
  }

  private void payloads(ArrayNode out) {
    for (int lane = 0; lane < SampleBlocks.ROLLUPS.size(); lane++) {
      RollupId rollup = rollupAt(lane);
      for (int i = 0; i < samples.first().laneHeader(lane).payloadCount(); i++) {
        payload(out, VALID, rollup, samples.first().payloadProof(lane, i));
      }
    }
    PayloadProof good = samples.first().payloadProof(0, 0);
    PayloadProof second = samples.first().payloadProof(0, 1);
    RollupId rollup = rollupAt(0);
    payload(out, "LANE-2", rollupAt(1), good);
    payload(
        out,
        "LANE-5",
        rollup,
        new PayloadProof(
            good.laneHeader(), flipped(good.entry(), 0), good.entryProof(), good.laneBlock()));
    payload(
        out,
        "LANE-6",
        rollup,
        new PayloadProof(
            good.laneHeader(), good.entry(), new MerkleProof(0, 1, List.of()), good.laneBlock()));
    payload(
        out,
        "LANE-8",
        rollup,
        new PayloadProof(good.laneHeader(), good.entry(), second.entryProof(), good.laneBlock()));
    payload(
        out,
        "LANE-3",
        rollup,
        new PayloadProof(
            good.laneHeader(), good.entry(), good.entryProof(), samples.second().proof(0)));
  }

  private void absences(ArrayNode out) {
    BlockGen.Block block = samples.first();
    for (int i = 0; i < 12; i++) {
      RollupId rollup = RollupId.of("absent-" + i);
      absence(out, VALID, rollup, 40, block.absenceProof(rollup));
    }
    RollupId absent = SampleBlocks.ABSENT;
    absence(out, VALID, absent, 43, samples.empty().absenceProof(absent));
    absence(out, "LANE-13", absent, 41, block.absenceProof(absent));
    absence(out, "LANE-14", absent, 40, neighbours(block, -1, 5));
    LaneAbsenceProof invented =
        new LaneAbsenceProof(samples.empty().anchor(), block.neighbour(0), Optional.empty());
    absence(out, "LANE-14", absent, 43, invented);
    absence(out, "LANE-15", rollupAt(2), 40, neighbours(block, 1, 3));
    absence(out, "LANE-15", rollupAt(0), 40, neighbours(block, -1, 1));
    absence(out, "LANE-16", rollupAt(2), 40, neighbours(block, 1, 2));
    absence(out, "LANE-16", rollupAt(2), 40, neighbours(block, 2, 3));
    absence(out, "LANE-16", rollupAt(4), 40, neighbours(block, 4, 5));
    LaneAbsenceProof foreign =
        new LaneAbsenceProof(
            block.anchor(), samples.second().neighbour(1), samples.second().neighbour(2));
    absence(out, "LANE-3", absent, 40, foreign);
  }

  private static LaneAbsenceProof neighbours(BlockGen.Block block, int left, int right) {
    return new LaneAbsenceProof(block.anchor(), block.neighbour(left), block.neighbour(right));
  }

  private RollupId rollupAt(int lane) {
    Hash32 id = samples.first().laneHeader(lane).rollupId();
    return SampleBlocks.ROLLUPS.stream()
        .filter(rollup -> rollup.hash().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static void laneBlock(
      ArrayNode out, String rule, RollupId rollup, ProvenLaneBlock proven) {
    ObjectNode node = out.addObject().put("rule", rule).put("rollup", rollup.name());
    node.set("proof", ProofJson.of(proven));
  }

  private static void payload(ArrayNode out, String rule, RollupId rollup, PayloadProof proof) {
    ObjectNode node = out.addObject().put("rule", rule).put("rollup", rollup.name());
    node.set("proof", ProofJson.of(proof));
  }

  private static void absence(
      ArrayNode out, String rule, RollupId rollup, long height, LaneAbsenceProof proof) {
    ObjectNode node =
        out.addObject().put("rule", rule).put("rollup", rollup.name()).put("height", height);
    node.set("proof", ProofJson.of(proof));
  }

  private static void follow(
      ArrayNode out, String rule, Optional<LaneHeader> previous, LaneHeader next) {
    ObjectNode node = out.addObject().put("rule", rule);
    previous.ifPresent(header -> node.put("previous", ProofJson.hex(header.encode())));
    node.put("next", ProofJson.hex(next.encode()));
  }

  /// A follower in the same block as the one before it.
  private static void follow(
      ArrayNode out,
      String rule,
      Optional<LaneHeader> previous,
      Hash32 rollup,
      long laneHeight,
      LaneHeader before) {
    LaneHeader next =
        new LaneHeader(
            rollup,
            laneHeight,
            before.hash(),
            before.blockHeight(),
            before.blockTimeMs() + 1,
            before.payloadsRoot(),
            1,
            1);
    follow(out, rule, previous, next);
  }

  /// Headers of the next lane blocks, in every second block.
  private void laters(ArrayNode out) {
    for (RollupId rollup : SampleBlocks.ROLLUPS) {
      LaneBlock block = samples.first().proven(rollup).laneBlock();
      Bytes next = samples.second().proven(rollup).laneBlock().header();
      later(out, VALID, rollup, block, List.of(block.header()), block.header());
      later(out, VALID, rollup, block, List.of(block.header(), next), next);
      later(out, "LANE-21", rollup, block, List.of(block.header(), next), block.header());
      later(out, "LANE-21", rollup, block, List.of(block.header()), next);
      later(out, "LANE-9", rollup, block, List.of(next, block.header()), block.header());
    }
    RollupId east = SampleBlocks.ROLLUPS.get(0);
    RollupId west = SampleBlocks.ROLLUPS.get(1);
    LaneBlock block = samples.first().proven(east).laneBlock();
    Bytes header = block.header();
    Bytes next = samples.second().proven(east).laneBlock().header();
    later(out, "LANE-20", east, block, List.of(), header);
    later(out, "LANE-1", east, block, List.of(header, next.slice(0, 132)), next);
    later(out, "LANE-2", west, block, List.of(header, next), next);
    later(out, "LANE-10", east, block, List.of(header, flipped(next, 60)), next);
    List<Bytes> entries = block.entries();
    LaneBlock fewer = new LaneBlock(header, entries.subList(1, entries.size()));
    later(out, "LANE-6", east, fewer, List.of(header, next), next);
    LaneBlock swapped = new LaneBlock(header, entries.reversed());
    later(out, "LANE-8", east, swapped, List.of(header, next), next);
  }

  /// @param end the header whose hash is known
  private static void later(
      ArrayNode out,
      String rule,
      RollupId rollup,
      LaneBlock block,
      List<Bytes> headers,
      Bytes end) {
    ObjectNode node = out.addObject().put("rule", rule).put("rollup", rollup.name());
    ArrayNode run = node.putArray("headers");
    headers.forEach(header -> run.add(ProofJson.hex(header)));
    node.put("end", ProofJson.hex(Sha256.hash(end).bytes()));
    ArrayNode entries = node.putArray("entries");
    block.entries().forEach(entry -> entries.add(ProofJson.hex(entry)));
  }

  private static List<LaneHeader> run(LaneHeader from, int count, Hash32 payloadsRoot) {
    List<LaneHeader> run = new ArrayList<>();
    LaneHeader last = from;
    for (int i = 0; i < count; i++) {
      last =
          new LaneHeader(
              last.rollupId(),
              last.laneHeight() + 1,
              last.hash(),
              last.blockHeight() + 2,
              last.blockTimeMs() + 200,
              payloadsRoot,
              1,
              10);
      run.add(last);
    }
    return run;
  }

  private static ObjectNode run(
      ArrayNode out, String rule, LaneHeader from, List<LaneHeader> headers) {
    ObjectNode node = out.addObject().put("rule", rule);
    node.put("from", ProofJson.hex(from.encode()));
    ArrayNode encoded = node.putArray("headers");
    headers.forEach(header -> encoded.add(ProofJson.hex(header.encode())));
    return node;
  }

  private static ProvenLaneBlock with(ProvenLaneBlock good, Bytes header, List<Bytes> entries) {
    return new ProvenLaneBlock(new LaneBlock(header, entries), good.proof());
  }

  private static ProvenLaneBlock withEntry(ProvenLaneBlock good, Bytes first) {
    List<Bytes> entries = new ArrayList<>(good.laneBlock().entries());
    entries.set(0, first);
    return with(good, good.laneBlock().header(), entries);
  }

  private static ProvenLaneBlock with(ProvenLaneBlock good, Bytes header, Bytes preamble) {
    SignedAnchor old = (SignedAnchor) good.proof().anchor();
    SignedAnchor anchor = new SignedAnchor(header, preamble, old.preambleProof(), old.commit());
    return new ProvenLaneBlock(
        good.laneBlock(), new LaneBlockProof(anchor, good.proof().laneProof()));
  }

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] changed = bytes.toArray();
    changed[at] ^= 1;
    return Bytes.wrap(changed);
  }
}
