/// The authenticated state tree: a sparse binary Merkle tree on SHA-256 whose proofs are ICS-23.
///
/// Duty: turn changes of the flat key-value state into a new root and the tree pages to write, and
/// prove presence or absence of a key under a root; the proofs and their verifiers are of
/// `weft.protocol.state`. The shape is the ICS-23 `SmtSpec` and written down in
/// docs/protocol/state.md: a leaf is `SHA256(0x00 ‖ SHA256(key) ‖ SHA256(value))`, an inner node
/// `SHA256(0x01 ‖ left ‖ right)`, an empty subtree 32 zero bytes, and a subtree with one leaf is
/// that leaf. The path of a key is `SHA256(key)`, most significant bit first.
///
/// Pure; storage stands behind [weft.ledger.tree.NodeReader]. May import `weft.primitives` and
/// `weft.protocol.state`.
@NullMarked
package weft.ledger.tree;

import org.jspecify.annotations.NullMarked;
