/// What may be told of a transaction that a node keeps back until a bid names it. May import
/// `weft.primitives` and `weft.protocol.transaction`.
@NullMarked
package weft.protocol.orderflow;

import org.jspecify.annotations.NullMarked;
