/// What a transaction costs, how base fees move, and who gets what was paid. Integer arithmetic
/// only. May import `weft.primitives`, `weft.protocol`, `weft.ledger.state` and
/// `weft.ledger.parameter`.
@NullMarked
package weft.ledger.fee;

import org.jspecify.annotations.NullMarked;
