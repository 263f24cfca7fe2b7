package weft.cli.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Hex;
import weft.primitives.MerkleProof;
import weft.primitives.Signature;
import weft.protocol.block.BlockAnchor;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;

/// Proofs as JSON, in the form of the node's HTTP interface: camelCase names, bytes in hexadecimal
/// with `0x`. Reading throws an `IllegalArgumentException` on bytes of the wrong form.
final class ProofJson {
  private ProofJson() {}

  record Merkle(long index, long size, List<String> path) {
    static Merkle of(MerkleProof proof) {
      return new Merkle(
          proof.index(), proof.size(), proof.path().stream().map(Hash32::toString).toList());
    }

    MerkleProof toProof() {
      return new MerkleProof(index, size, path.stream().map(Hash32::fromHex).toList());
    }
  }

  record Commit(String appHash, String signature) {}

  record Anchor(String header, String preamble, Merkle preambleProof, Commit commit) {
    static Anchor of(BlockAnchor anchor) {
      return new Anchor(
          hex(anchor.header()),
          hex(anchor.preamble()),
          Merkle.of(anchor.preambleProof()),
          new Commit(
              anchor.commit().appHash().toString(), hex(anchor.commit().signature().bytes())));
    }

    BlockAnchor toAnchor() {
      return new BlockAnchor(
          Bytes.fromHex(header),
          Bytes.fromHex(preamble),
          preambleProof.toProof(),
          new weft.protocol.block.Commit(
              Hash32.fromHex(commit.appHash()), Signature.of(Bytes.fromHex(commit.signature()))));
    }
  }

  record BlockProof(Anchor anchor, Merkle laneProof) {
    static BlockProof of(LaneBlockProof proof) {
      return new BlockProof(Anchor.of(proof.anchor()), Merkle.of(proof.laneProof()));
    }

    LaneBlockProof toProof() {
      return new LaneBlockProof(anchor.toAnchor(), laneProof.toProof());
    }
  }

  record Block(String header, List<String> entries) {}

  record ProvenBlock(Block laneBlock, BlockProof proof) {
    static ProvenBlock of(ProvenLaneBlock proven) {
      LaneBlock block = proven.laneBlock();
      return new ProvenBlock(
          new Block(hex(block.header()), block.entries().stream().map(ProofJson::hex).toList()),
          BlockProof.of(proven.proof()));
    }

    ProvenLaneBlock toProven() {
      return new ProvenLaneBlock(
          new LaneBlock(
              Bytes.fromHex(laneBlock.header()),
              laneBlock.entries().stream().map(Bytes::fromHex).toList()),
          proof.toProof());
    }
  }

  record Payload(String laneHeader, String entry, Merkle entryProof, BlockProof laneBlock) {
    static Payload of(PayloadProof proof) {
      return new Payload(
          hex(proof.laneHeader()),
          hex(proof.entry()),
          Merkle.of(proof.entryProof()),
          BlockProof.of(proof.laneBlock()));
    }

    PayloadProof toProof() {
      return new PayloadProof(
          Bytes.fromHex(laneHeader),
          Bytes.fromHex(entry),
          entryProof.toProof(),
          laneBlock.toProof());
    }
  }

  record Neighbour(String laneHeader, Merkle laneProof) {
    static Neighbour of(LaneAbsenceProof.Neighbour neighbour) {
      return new Neighbour(hex(neighbour.laneHeader()), Merkle.of(neighbour.laneProof()));
    }

    LaneAbsenceProof.Neighbour toNeighbour() {
      return new LaneAbsenceProof.Neighbour(Bytes.fromHex(laneHeader), laneProof.toProof());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record LaneAbsence(Anchor anchor, Optional<Neighbour> left, Optional<Neighbour> right) {
    static LaneAbsence of(LaneAbsenceProof proof) {
      return new LaneAbsence(
          Anchor.of(proof.anchor()),
          proof.left().map(Neighbour::of),
          proof.right().map(Neighbour::of));
    }

    LaneAbsenceProof toProof() {
      return new LaneAbsenceProof(
          anchor.toAnchor(), left.map(Neighbour::toNeighbour), right.map(Neighbour::toNeighbour));
    }
  }

  private static String hex(Bytes bytes) {
    return Hex.encode0x(bytes.toArray());
  }
}
