/// The validators of a network as verifiers know them, and what their votes carry. May import
/// `weft.primitives` and `weft.protocol.verdict`.
@NullMarked
package weft.protocol.validator;

import org.jspecify.annotations.NullMarked;
