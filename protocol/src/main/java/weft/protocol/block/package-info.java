/// One consensus height: header, preamble, commit, and the verifier of what ties them together. May
/// import `weft.primitives`, `weft.protocol.validator` and `weft.protocol.verdict`.
@NullMarked
package weft.protocol.block;

import org.jspecify.annotations.NullMarked;
