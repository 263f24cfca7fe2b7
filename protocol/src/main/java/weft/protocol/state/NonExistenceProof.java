package weft.protocol.state;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Shows the two leaves between which a key would stand, and that nothing lies between them.
///
/// Order is that of the hashed keys. Where the key would be first or last, one neighbour is null.
/// Both are null only for the empty tree; ICS-23 has no proof for that case, so a foreign client
/// compares the root with 32 zero bytes instead.
///
/// @param left the present key with the next smaller hash, or null
/// @param right the present key with the next greater hash, or null
public record NonExistenceProof(
    Bytes key, @Nullable ExistenceProof left, @Nullable ExistenceProof right)
    implements TreeProof {}
