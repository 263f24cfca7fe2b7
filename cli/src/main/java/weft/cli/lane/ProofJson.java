package weft.cli.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import weft.cli.CliException;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Hex;
import weft.primitives.MerkleProof;
import weft.primitives.Signature;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

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

  record Attested(String statement, String validatorsHash, String signers, String signature) {}

  /// Either the parts of a signed anchor, or `attested`.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Anchor(
      Optional<String> header,
      Optional<String> preamble,
      Optional<Merkle> preambleProof,
      Optional<Commit> commit,
      Optional<Attested> attested) {
    static Anchor of(BlockAnchor anchor) {
      return switch (anchor) {
        case SignedAnchor signed -> of(signed);
        case AttestedAnchor attested -> of(attested);
        case UnattestedAnchor _ ->
            throw CliException.notVerified(
                "LIGHT-9", "the node sent a proof of a block that nobody vouches for");
      };
    }

    private static Anchor of(SignedAnchor anchor) {
      Commit commit =
          new Commit(
              anchor.commit().appHash().toString(), hex(anchor.commit().signature().bytes()));
      return new Anchor(
          Optional.of(hex(anchor.header())),
          Optional.of(hex(anchor.preamble())),
          Optional.of(Merkle.of(anchor.preambleProof())),
          Optional.of(commit),
          Optional.empty());
    }

    private static Anchor of(AttestedAnchor anchor) {
      Attested attested =
          new Attested(
              hex(anchor.statement().encode()),
              anchor.validatorsHash().toString(),
              hex(anchor.attestation().signers()),
              hex(anchor.attestation().signature()));
      return new Anchor(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(attested));
    }

    BlockAnchor toAnchor() {
      return attested.<BlockAnchor>map(Anchor::toAttested).orElseGet(this::toSigned);
    }

    private static AttestedAnchor toAttested(Attested attested) {
      return new AttestedAnchor(
          BlockStatement.decode(Bytes.fromHex(attested.statement())),
          Hash32.fromHex(attested.validatorsHash()),
          new Attestation(Bytes.fromHex(attested.signers()), Bytes.fromHex(attested.signature())));
    }

    private SignedAnchor toSigned() {
      Commit signed = required(commit, "commit");
      return new SignedAnchor(
          Bytes.fromHex(required(header, "header")),
          Bytes.fromHex(required(preamble, "preamble")),
          required(preambleProof, "preambleProof").toProof(),
          new weft.protocol.block.Commit(
              Hash32.fromHex(signed.appHash()), Signature.of(Bytes.fromHex(signed.signature()))));
    }

    private static <T> T required(Optional<T> part, String name) {
      return part.orElseThrow(
          () -> new IllegalArgumentException("the anchor has no \"" + name + "\""));
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
