/// The policies that order a lane: deterministic functions of the units that a block holds. May
/// import `weft.ledger.execution` and the floors below it.
@NullMarked
package weft.chain.ordering;

import org.jspecify.annotations.NullMarked;
