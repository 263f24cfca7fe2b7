package weft.rollup.lane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.block.TrustedValidator;
import weft.protocol.transaction.RollupId;

/// What shows that a node lied about a lane: the two things that do not fit together, in encoded
/// form, and the rule that they break. Whoever knows the rules can check it without the node.
///
/// @param rule the number of the broken rule in docs/protocol, such as `LANE-10`
/// @param reason one sentence with the values that do not fit
/// @param trusted whom the follower believes
/// @param expectedLaneHeight what was asked for
/// @param acceptedHeader the lane header before, verified; empty at the start of a lane
/// @param acceptedProof that header's place in its block, a serialized `weft.v1.LaneBlockProof`;
///   empty where the follower resumed and has seen no block since
/// @param offending what the node sent, a serialized `weft.v1.ProvenLaneBlock` (or, under rule
///   `WIRE`, whatever bytes it sent)
/// @param signedByValidator the validator itself vouches for the offending block: this is no longer
///   one node's lie, but a fork or a fault of the chain
public record Evidence(
    RollupId rollup,
    String rule,
    String reason,
    TrustedValidator trusted,
    long expectedLaneHeight,
    Optional<Bytes> acceptedHeader,
    Optional<Bytes> acceptedProof,
    Bytes offending,
    boolean signedByValidator) {

  /// The rule of bytes that are no message at all.
  public static final String WIRE = "WIRE";

  /// One JSON object; bytes are hexadecimal.
  public String toJson() {
    return new Json()
        .text("rollup", rollup.name())
        .text("rule", rule)
        .text("reason", reason)
        .number("chainId", trusted.chainId())
        .text("validator", trusted.validator().toString())
        .number("expectedLaneHeight", expectedLaneHeight)
        .text("acceptedHeader", hex(acceptedHeader))
        .text("acceptedProof", hex(acceptedProof))
        .text("offending", offending.toHex())
        .bool("signedByValidator", signedByValidator)
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
