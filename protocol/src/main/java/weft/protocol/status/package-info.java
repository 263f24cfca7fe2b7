/// The one state machine of a transaction. May import `weft.primitives`, `weft.protocol.refusal`
/// and `weft.protocol.transaction`.
@NullMarked
package weft.protocol.status;

import org.jspecify.annotations.NullMarked;
