package weft.protocol.state;

import weft.primitives.Hash32;

/// One step towards the root: the hash of the sibling and the side on which it stands.
///
/// @param siblingOnLeft whether the parent is `H(sibling, this)`; otherwise `H(this, sibling)`
public record ProofStep(boolean siblingOnLeft, Hash32 sibling) {}
