package weft.primitives;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// Vectors that noble-curves made; the script that wrote them lies next to the file.
record BlsVectors(
    String generator,
    String tool,
    List<Key> keys,
    List<Aggregate> aggregates,
    Points g1,
    Points g2,
    String fieldOrder) {
  record Key(
      String secret, String publicKey, String possession, String message, String signature) {}

  /// @param signers indices of keys
  record Aggregate(List<Integer> signers, String message, String signature) {}

  /// @param outside points of the curve that are not in the subgroup
  /// @param nowhere encodings whose number is no x of the curve
  record Points(List<String> outside, List<String> nowhere) {}

  static BlsVectors load() {
    try (InputStream file =
        Objects.requireNonNull(
            BlsVectors.class.getResourceAsStream("bls-vectors.json"),
            "bls-vectors.json is missing from the test resources")) {
      return JsonMapper.shared().readValue(file, BlsVectors.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
