package weft.cli.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
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
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ProofFile(
    String rollup,
    Optional<ProofJson.Payload> payload,
    Optional<ProofJson.ProvenBlock> laneBlock,
    Optional<Absence> absence) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
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
      return Optional.ofNullable(JSON.readValue(Files.readString(file), ProofFile.class))
          .orElseThrow(() -> malformed(file, "it is null"));
    } catch (NoSuchFileException e) {
      throw CliException.usage(
          "there is no file " + file,
          "Make one with: weft lane prove ROLLUP LANE_HEIGHT --out FILE");
    } catch (JacksonException e) {
      throw malformed(file, e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw malformed(file, "it is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProofFile of(String rollup, ProofJson.Payload payload) {
    return new ProofFile(rollup, Optional.of(payload), Optional.empty(), Optional.empty());
  }

  static ProofFile of(String rollup, ProofJson.ProvenBlock laneBlock) {
    return new ProofFile(rollup, Optional.empty(), Optional.of(laneBlock), Optional.empty());
  }

  static ProofFile of(String rollup, Absence absence) {
    return new ProofFile(rollup, Optional.empty(), Optional.empty(), Optional.of(absence));
  }

  static CliException malformed(Path file, @Nullable String reason) {
    return new CliException(
        "malformed",
        file + " is no proof: " + reason,
        "Make one with: weft lane prove ROLLUP LANE_HEIGHT --out FILE");
  }
}
