/// The numbers of the chain that governance may change, with their ranges. May import
/// `weft.primitives`, `weft.protocol` and `weft.ledger.state`.
@NullMarked
package weft.ledger.parameter;

import org.jspecify.annotations.NullMarked;
