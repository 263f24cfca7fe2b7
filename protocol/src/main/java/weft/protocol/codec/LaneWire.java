package weft.protocol.codec;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// Lane blocks and the proofs about them. Says nothing about truth: see `LaneVerifier`.
///
/// Every `fromWire` throws a `MalformedException` that names the field.
public final class LaneWire {
  private LaneWire() {}

  public static weft.protocol.wire.BlockAnchor toWire(BlockAnchor anchor) {
    return switch (anchor) {
      case SignedAnchor signed -> toWire(signed);
      case AttestedAnchor attested -> toWire(attested);
      case UnattestedAnchor _ ->
          weft.protocol.wire.BlockAnchor.newBuilder().setUnattested(true).build();
    };
  }

  private static weft.protocol.wire.BlockAnchor toWire(AttestedAnchor anchor) {
    return weft.protocol.wire.BlockAnchor.newBuilder().setAttested(attestedToWire(anchor)).build();
  }

  public static weft.protocol.wire.AttestedAnchor attestedToWire(AttestedAnchor anchor) {
    return weft.protocol.wire.AttestedAnchor.newBuilder()
        .setStatement(WireFields.toWire(anchor.statement().encode()))
        .setValidatorsHash(WireFields.toWire(anchor.validatorsHash()))
        .setSigners(WireFields.toWire(anchor.attestation().signers()))
        .setSignature(WireFields.toWire(anchor.attestation().signature()))
        .build();
  }

  private static weft.protocol.wire.BlockAnchor toWire(SignedAnchor anchor) {
    return weft.protocol.wire.BlockAnchor.newBuilder()
        .setHeader(WireFields.toWire(anchor.header()))
        .setPreamble(WireFields.toWire(anchor.preamble()))
        .setPreambleProof(WireFields.toWire(anchor.preambleProof()))
        .setCommit(
            weft.protocol.wire.Commit.newBuilder()
                .setAppHash(WireFields.toWire(anchor.commit().appHash()))
                .setSignature(WireFields.toWire(anchor.commit().signature().bytes())))
        .build();
  }

  public static BlockAnchor fromWire(weft.protocol.wire.BlockAnchor wire) {
    if (wire.getUnattested()) {
      return new UnattestedAnchor();
    }
    return wire.hasAttested() ? attestedFromWire(wire.getAttested()) : signed(wire);
  }

  public static AttestedAnchor attestedFromWire(weft.protocol.wire.AttestedAnchor wire) {
    return new AttestedAnchor(
        BlockStatement.decode(WireFields.bytes(wire.getStatement())),
        WireFields.hash(wire.getValidatorsHash(), "anchor.attested.validators_hash"),
        new Attestation(
            WireFields.bytes(wire.getSigners()), WireFields.bytes(wire.getSignature())));
  }

  private static SignedAnchor signed(weft.protocol.wire.BlockAnchor wire) {
    WireFields.expectPresent(wire.hasPreambleProof(), "anchor.preamble_proof");
    WireFields.expectPresent(wire.hasCommit(), "anchor.commit");
    return new SignedAnchor(
        WireFields.bytes(wire.getHeader()),
        WireFields.bytes(wire.getPreamble()),
        WireFields.merkleProof(wire.getPreambleProof(), "anchor.preamble_proof"),
        new Commit(
            WireFields.hash(wire.getCommit().getAppHash(), "anchor.commit.app_hash"),
            WireFields.signature(wire.getCommit().getSignature(), "anchor.commit.signature")));
  }

  public static weft.protocol.wire.LaneBlock toWire(LaneBlock laneBlock) {
    weft.protocol.wire.LaneBlock.Builder wire =
        weft.protocol.wire.LaneBlock.newBuilder().setHeader(WireFields.toWire(laneBlock.header()));
    laneBlock.entries().forEach(entry -> wire.addEntries(WireFields.toWire(entry)));
    return wire.build();
  }

  public static LaneBlock fromWire(weft.protocol.wire.LaneBlock wire) {
    List<Bytes> entries = new ArrayList<>(wire.getEntriesCount());
    for (ByteString entry : wire.getEntriesList()) {
      entries.add(WireFields.bytes(entry));
    }
    return new LaneBlock(WireFields.bytes(wire.getHeader()), entries);
  }

  public static weft.protocol.wire.LaneBlockProof toWire(LaneBlockProof proof) {
    return weft.protocol.wire.LaneBlockProof.newBuilder()
        .setAnchor(toWire(proof.anchor()))
        .setLaneProof(WireFields.toWire(proof.laneProof()))
        .build();
  }

  public static LaneBlockProof fromWire(weft.protocol.wire.LaneBlockProof wire) {
    WireFields.expectPresent(wire.hasAnchor(), "anchor");
    WireFields.expectPresent(wire.hasLaneProof(), "lane_proof");
    return new LaneBlockProof(
        fromWire(wire.getAnchor()), WireFields.merkleProof(wire.getLaneProof(), "lane_proof"));
  }

  public static weft.protocol.wire.ProvenLaneBlock toWire(ProvenLaneBlock proven) {
    return weft.protocol.wire.ProvenLaneBlock.newBuilder()
        .setLaneBlock(toWire(proven.laneBlock()))
        .setProof(toWire(proven.proof()))
        .build();
  }

  public static ProvenLaneBlock fromWire(weft.protocol.wire.ProvenLaneBlock wire) {
    WireFields.expectPresent(wire.hasLaneBlock(), "lane_block");
    WireFields.expectPresent(wire.hasProof(), "proof");
    return new ProvenLaneBlock(fromWire(wire.getLaneBlock()), fromWire(wire.getProof()));
  }

  public static weft.protocol.wire.PayloadProof toWire(PayloadProof proof) {
    return weft.protocol.wire.PayloadProof.newBuilder()
        .setLaneHeader(WireFields.toWire(proof.laneHeader()))
        .setEntry(WireFields.toWire(proof.entry()))
        .setEntryProof(WireFields.toWire(proof.entryProof()))
        .setLaneBlock(toWire(proof.laneBlock()))
        .build();
  }

  public static PayloadProof fromWire(weft.protocol.wire.PayloadProof wire) {
    WireFields.expectPresent(wire.hasEntryProof(), "entry_proof");
    WireFields.expectPresent(wire.hasLaneBlock(), "lane_block");
    return new PayloadProof(
        WireFields.bytes(wire.getLaneHeader()),
        WireFields.bytes(wire.getEntry()),
        WireFields.merkleProof(wire.getEntryProof(), "entry_proof"),
        fromWire(wire.getLaneBlock()));
  }

  public static weft.protocol.wire.LaneAbsenceProof toWire(LaneAbsenceProof proof) {
    weft.protocol.wire.LaneAbsenceProof.Builder wire =
        weft.protocol.wire.LaneAbsenceProof.newBuilder().setAnchor(toWire(proof.anchor()));
    proof.left().ifPresent(left -> wire.setLeft(neighbour(left)));
    proof.right().ifPresent(right -> wire.setRight(neighbour(right)));
    return wire.build();
  }

  public static LaneAbsenceProof fromWire(weft.protocol.wire.LaneAbsenceProof wire) {
    WireFields.expectPresent(wire.hasAnchor(), "anchor");
    return new LaneAbsenceProof(
        fromWire(wire.getAnchor()),
        wire.hasLeft() ? Optional.of(neighbour(wire.getLeft(), "left")) : Optional.empty(),
        wire.hasRight() ? Optional.of(neighbour(wire.getRight(), "right")) : Optional.empty());
  }

  private static weft.protocol.wire.LaneNeighbour neighbour(LaneAbsenceProof.Neighbour neighbour) {
    return weft.protocol.wire.LaneNeighbour.newBuilder()
        .setLaneHeader(WireFields.toWire(neighbour.laneHeader()))
        .setLaneProof(WireFields.toWire(neighbour.laneProof()))
        .build();
  }

  private static LaneAbsenceProof.Neighbour neighbour(
      weft.protocol.wire.LaneNeighbour wire, String field) {
    WireFields.expectPresent(wire.hasLaneProof(), field + ".lane_proof");
    return new LaneAbsenceProof.Neighbour(
        WireFields.bytes(wire.getLaneHeader()),
        WireFields.merkleProof(wire.getLaneProof(), field + ".lane_proof"));
  }
}
