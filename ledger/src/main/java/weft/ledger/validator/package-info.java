/// The validators of a network: which of them are in the next set, with how much power, and what
/// misbehaviour and downtime cost them. May import `weft.primitives`, `weft.protocol`,
/// `weft.ledger.state` and `weft.ledger.parameter`.
@NullMarked
package weft.ledger.validator;

import org.jspecify.annotations.NullMarked;
