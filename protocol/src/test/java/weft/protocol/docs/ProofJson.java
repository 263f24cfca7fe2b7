package weft.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.PrivateKey;
import weft.primitives.Signature;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.state.StateProof;
import weft.protocol.verdict.Verdict;

/// Proofs as they stand in the published vectors.
final class ProofJson {
  private ProofJson() {}

  static ObjectNode of(ProvenLaneBlock proven) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.put("laneHeader", hex(proven.laneBlock().header()));
    ArrayNode entries = node.putArray("entries");
    proven.laneBlock().entries().forEach(entry -> entries.add(hex(entry)));
    return put(node, proven.proof());
  }

  static ProvenLaneBlock provenLaneBlock(JsonNode node) {
    List<Bytes> entries = new ArrayList<>();
    node.get("entries").forEach(entry -> entries.add(Bytes.fromHex(entry.asString())));
    return new ProvenLaneBlock(
        new LaneBlock(bytes(node, "laneHeader"), entries), laneBlockProof(node));
  }

  static ObjectNode of(PayloadProof proof) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.put("laneHeader", hex(proof.laneHeader()));
    node.put("entry", hex(proof.entry()));
    node.set("entryProof", of(proof.entryProof()));
    return put(node, proof.laneBlock());
  }

  static PayloadProof payloadProof(JsonNode node) {
    return new PayloadProof(
        bytes(node, "laneHeader"),
        bytes(node, "entry"),
        merkleProof(node.get("entryProof")),
        laneBlockProof(node));
  }

  static ObjectNode of(LaneAbsenceProof proof) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.set("anchor", of((SignedAnchor) proof.anchor()));
    proof.left().ifPresent(left -> node.set("left", of(left)));
    proof.right().ifPresent(right -> node.set("right", of(right)));
    return node;
  }

  static LaneAbsenceProof absenceProof(JsonNode node) {
    return new LaneAbsenceProof(
        anchor(node.get("anchor")), neighbour(node, "left"), neighbour(node, "right"));
  }

  static ObjectNode of(StateProof proof) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.set("anchor", of((SignedAnchor) proof.anchor()));
    node.put("key", hex(proof.key()));
    proof.value().ifPresent(value -> node.put("value", hex(value)));
    node.put("ics23", hex(proof.ics23()));
    return node;
  }

  static StateProof stateProof(JsonNode node) {
    return new StateProof(
        anchor(node.get("anchor")),
        bytes(node, "key"),
        node.has("value") ? Optional.of(bytes(node, "value")) : Optional.empty(),
        bytes(node, "ics23"));
  }

  /// Whom the verifiers of a file believe: the development key `validator`.
  static void putTrusted(ObjectNode all, long chainId, Address validator) {
    ObjectNode trusted = all.putObject("trusted");
    trusted.put("chainId", chainId);
    trusted.put("validator", validator.toString());
    PrivateKey key = PrivateKey.fromSeed(Bytes.utf8("validator"));
    trusted.put("publicKey", hex(key.publicKey()));
  }

  static TrustedValidator trusted(JsonNode all) {
    JsonNode trusted = all.get("trusted");
    return new TrustedValidator(
        trusted.get("chainId").asLong(), Address.fromHex(trusted.get("validator").asString()));
  }

  static void assertVerdict(JsonNode one, Verdict<?> verdict) {
    String rule =
        switch (verdict) {
          case Verdict.Valid<?> _ -> "";
          case Verdict.Invalid<?> invalid -> invalid.rule();
        };
    assertThat(rule).as("%s", verdict).isEqualTo(one.get("rule").asString());
  }

  static String hex(Bytes bytes) {
    return "0x" + bytes.toHex();
  }

  static Bytes bytes(JsonNode node, String name) {
    return Bytes.fromHex(node.get(name).asString());
  }

  private static ObjectNode put(ObjectNode node, LaneBlockProof proof) {
    node.set("laneProof", of(proof.laneProof()));
    node.set("anchor", of((SignedAnchor) proof.anchor()));
    return node;
  }

  private static LaneBlockProof laneBlockProof(JsonNode node) {
    return new LaneBlockProof(anchor(node.get("anchor")), merkleProof(node.get("laneProof")));
  }

  private static ObjectNode of(SignedAnchor anchor) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.put("header", hex(anchor.header()));
    node.put("preamble", hex(anchor.preamble()));
    node.set("preambleProof", of(anchor.preambleProof()));
    node.put("appHash", anchor.commit().appHash().toString());
    node.put("signature", anchor.commit().signature().toString());
    return node;
  }

  private static SignedAnchor anchor(JsonNode node) {
    return new SignedAnchor(
        bytes(node, "header"),
        bytes(node, "preamble"),
        merkleProof(node.get("preambleProof")),
        new Commit(Hash32.of(bytes(node, "appHash")), Signature.of(bytes(node, "signature"))));
  }

  private static ObjectNode of(MerkleProof proof) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.put("index", proof.index());
    node.put("size", proof.size());
    ArrayNode path = node.putArray("path");
    proof.path().forEach(hash -> path.add(hash.toString()));
    return node;
  }

  private static MerkleProof merkleProof(JsonNode node) {
    List<Hash32> path = new ArrayList<>();
    node.get("path").forEach(hash -> path.add(Hash32.fromHex(hash.asString())));
    return new MerkleProof(node.get("index").asLong(), node.get("size").asLong(), path);
  }

  private static ObjectNode of(LaneAbsenceProof.Neighbour neighbour) {
    ObjectNode node = VectorFile.json().createObjectNode();
    node.put("laneHeader", hex(neighbour.laneHeader()));
    node.set("laneProof", of(neighbour.laneProof()));
    return node;
  }

  private static Optional<LaneAbsenceProof.Neighbour> neighbour(JsonNode node, String side) {
    return node.has(side)
        ? Optional.of(
            new LaneAbsenceProof.Neighbour(
                bytes(node.get(side), "laneHeader"), merkleProof(node.get(side).get("laneProof"))))
        : Optional.empty();
  }
}
