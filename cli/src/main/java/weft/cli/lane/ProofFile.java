package weft.cli.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import weft.cli.CliException;

/// A proof about a lane in a file: which rollup, and exactly one of three proofs, in the JSON form
/// of the node's HTTP interface.
///
/// @param payload one payload of a lane block
/// @param laneBlock a whole lane block
/// @param absence no lane block at a block height
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProofFile(
    String rollup,
    ProofJson.@Nullable Payload payload,
    ProofJson.@Nullable ProvenBlock laneBlock,
    @Nullable Absence absence) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /// @param height the block height without a lane block
  record Absence(long height, ProofJson.LaneAbsence proof) {}

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  void write(Path file) {
    try {
      Files.writeString(file, toJson() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProofFile read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), ProofFile.class);
    } catch (NoSuchFileException e) {
      throw CliException.usage(
          "there is no file " + file,
          "Make one with: weft lane prove ROLLUP LANE_HEIGHT --out FILE");
    } catch (JacksonException e) {
      throw malformed(file, e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CliException malformed(Path file, @Nullable String reason) {
    return new CliException(
        "malformed",
        file + " is no proof: " + reason,
        "Make one with: weft lane prove ROLLUP LANE_HEIGHT --out FILE");
  }
}
