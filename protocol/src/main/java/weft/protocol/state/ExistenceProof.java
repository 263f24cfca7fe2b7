package weft.protocol.state;

import java.util.List;
import weft.primitives.Bytes;

/// Shows a key, its value, and the hashes that lead from their leaf to the root.
///
/// @param path steps from the leaf (first) to the root (last); at most [#MAX_STEPS]
public record ExistenceProof(Bytes key, Bytes value, List<ProofStep> path) implements TreeProof {
  /// Longest path: one step for each bit of a hashed key.
  public static final int MAX_STEPS = 256;

  /// @throws IllegalArgumentException if the path is too long
  public ExistenceProof {
    path = List.copyOf(path);
    if (path.size() > MAX_STEPS) {
      throw new IllegalArgumentException(
          "a path has at most " + MAX_STEPS + " steps, got " + path.size());
    }
  }
}
