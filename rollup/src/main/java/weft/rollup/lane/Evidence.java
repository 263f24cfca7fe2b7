package weft.rollup.lane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneHeader;
import weft.protocol.light.Equivocation;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.ValidatorSet;
import weft.rollup.client.LaneBytes;
import weft.rollup.client.Trust;

/// What shows that a node lied about a lane: the two things that do not fit together, in encoded
/// form, and the rule that they break. Whoever knows the rules can check it without the node, with
/// one exception: where `acceptedProof` is empty, nothing here shows that the accepted header was
/// ever signed. Any honest node proves it: ask for the lane block of that lane height.
///
/// @param rule the number of the broken rule in docs/protocol, such as `LANE-10`
/// @param reason one sentence with the values that do not fit
/// @param trust whom the follower believes
/// @param validators on a network, the set that it believed at the height of the offending block
/// @param expectedLaneHeight what was asked for
/// @param acceptedHeader the lane header before, verified; empty at the start of a lane
/// @param acceptedProof that header's place in its block, a serialized `weft.v1.LaneBlockProof`;
///   empty where the follower resumed and has seen no block since, because a cursor keeps no proof
/// @param offending what the node sent, a serialized `weft.v1.ProvenLaneBlock`; or, under rule
///   `WIRE`, whatever bytes it sent; or, where lane blocks are proven by later ones, the encoded
///   lane headers that break the rule, one after the other, or the ICS-23 proof of the state that
///   does
/// @param offendingChange where a change of validators breaks the rule, and not the block that they
///   attest: what the node sent, a serialized `weft.v1.ValidatorChange`
/// @param equivocation two different statements about one height, both attested: what validators
///   with more than a third of power can be punished for
/// @param signedByValidator the validator vouches for the offending block, taken by itself. That
///   alone is no fork: a node that leaves a block out, or sends one again, sends true blocks. See
///   [#isFork]
public record Evidence(
    RollupId rollup,
    String rule,
    String reason,
    Trust trust,
    Optional<ValidatorSet> validators,
    long expectedLaneHeight,
    Optional<Bytes> acceptedHeader,
    Optional<Bytes> acceptedProof,
    Bytes offending,
    Optional<Bytes> offendingChange,
    Optional<Equivocation> equivocation,
    boolean signedByValidator) {

  /// The rule of bytes that are no message at all.
  public static final String WIRE = "WIRE";

  /// The rules that two signed lane blocks break only if their validator is at fault: parent, time,
  /// beginning, and what later ones lead to. `LANE-9` is not one of them: any node can send a true
  /// block at the wrong place.
  private static final Set<String> HISTORY = Set.of("LANE-10", "LANE-11", "LANE-12", "LANE-21");

  /// Whether the validator vouches for two histories of the lane, or for a lane that cannot be: a
  /// fork or a fault of the chain, and more than one node's lie. So it is where the lane block of
  /// just the expected lane height is signed, and yet does not follow, and where a network's
  /// validators attested two things about one height.
  public boolean isFork() {
    return equivocation.isPresent()
        || (signedByValidator && HISTORY.contains(rule) && offendingHeight() == expectedLaneHeight);
  }

  private long offendingHeight() {
    Bytes header = LaneBytes.decodeProvenLaneBlock(offending).laneBlock().header();
    return LaneHeader.decode(header).laneHeight();
  }

  /// One JSON object; bytes are hexadecimal.
  public String toJson() {
    return new Json()
        .text("rollup", rollup.name())
        .text("rule", rule)
        .text("reason", reason)
        .number("chainId", trust.chainId())
        .text(
            "validator",
            trust instanceof Trust.Solo solo ? solo.validator().validator().toString() : "")
        .text("validators", hex(validators.map(ValidatorSet::encode)))
        .number("expectedLaneHeight", expectedLaneHeight)
        .text("acceptedHeader", hex(acceptedHeader))
        .text("acceptedProof", hex(acceptedProof))
        .text("offending", offending.toHex())
        .text("offendingChange", hex(offendingChange))
        .text("equivocation", hex(equivocation.map(Equivocation::encode)))
        .bool("signedByValidator", signedByValidator)
        .bool("fork", isFork())
        .toString();
  }

  /// Writes the JSON, durably and in one piece.
  public void writeTo(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(
        unfinished,
        (toJson() + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String hex(Optional<Bytes> bytes) {
    return bytes.map(Bytes::toHex).orElse("");
  }
}
