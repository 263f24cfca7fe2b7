package weft.engine.cometbft.home;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The consensus parameters of the genesis. Gas is not limited by the engine: Weft counts its own.
///
/// @param maxBlockBytes of a block with its header, commit and evidence; up to 100 MiB
/// @param voteExtensionsHeight from which height votes carry extensions
/// @param evidenceMaxAgeBlocks older double signing is not taken, if it is older in time as well
/// @param evidenceMaxAgeMs older double signing is not taken, if it is older in blocks as well
/// @param evidenceMaxBytes of a block for evidence
public record ConsensusLimits(
    long maxBlockBytes,
    long voteExtensionsHeight,
    long evidenceMaxAgeBlocks,
    long evidenceMaxAgeMs,
    long evidenceMaxBytes) {
  private static final long MAX_BLOCK_BYTES = 100L << 20;

  /// 4 MiB blocks, extensions from height 1, evidence of 48 hours at 20 blocks per second.
  public static final ConsensusLimits DEFAULT =
      new ConsensusLimits(4L << 20, 1, 48 * 3_600 * 20, TimeUnit.HOURS.toMillis(48), 64L << 10);

  public ConsensusLimits {
    if (maxBlockBytes < 1 || maxBlockBytes > MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException("a block has 1 byte to 100 MiB, not " + maxBlockBytes);
    }
    if (evidenceMaxBytes < 0 || evidenceMaxBytes > maxBlockBytes) {
      throw new IllegalArgumentException(
          "evidence of " + evidenceMaxBytes + " bytes fits no block");
    }
    if (voteExtensionsHeight < 1 || evidenceMaxAgeBlocks < 1 || evidenceMaxAgeMs < 1) {
      throw new IllegalArgumentException("heights and ages are at least 1");
    }
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("block", numbers("max_bytes", maxBlockBytes, "max_gas", -1));
    Map<String, Object> evidence =
        numbers(
            "max_age_num_blocks",
            evidenceMaxAgeBlocks,
            "max_age_duration",
            TimeUnit.MILLISECONDS.toNanos(evidenceMaxAgeMs));
    evidence.put("max_bytes", Long.toString(evidenceMaxBytes));
    document.put("evidence", evidence);
    document.put("validator", Map.of("pub_key_types", List.of("ed25519")));
    document.put("version", Map.of("app", "0"));
    document.put(
        "abci", Map.of("vote_extensions_enable_height", Long.toString(voteExtensionsHeight)));
    return document;
  }

  private static Map<String, Object> numbers(String one, long first, String two, long second) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(one, Long.toString(first));
    document.put(two, Long.toString(second));
    return document;
  }
}
