/// What CometBFT signs and hashes, and the check of its commits: rules `COMET-n` of
/// docs/protocol/comet.md. May import `weft.primitives`, `weft.protocol.validator` and
/// `weft.protocol.verdict`.
@NullMarked
package weft.protocol.comet;

import org.jspecify.annotations.NullMarked;
