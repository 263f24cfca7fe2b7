package weft.protocol.state;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.protocol.block.VerifiedAnchor;

/// What a verified [StateProof] proves. Comes from [StateVerifier].
///
/// @param value what the key has in the state after the anchor's block; empty: nothing
/// @param anchor the block. A proof stays true for good, so a reader who wants news looks at its
///   height and time
public record VerifiedState(Bytes key, Optional<Bytes> value, VerifiedAnchor anchor) {}
