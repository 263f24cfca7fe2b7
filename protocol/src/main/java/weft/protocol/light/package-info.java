/// Follows the validators of a network from a trusted point on, so that a reader trusts no node:
/// rules `LIGHT-n` of docs/protocol/attestations.md. May import `weft.primitives`,
/// `weft.protocol.validator` and `weft.protocol.verdict`.
@NullMarked
package weft.protocol.light;

import org.jspecify.annotations.NullMarked;
