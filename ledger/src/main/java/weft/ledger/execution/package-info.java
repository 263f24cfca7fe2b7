/// The state machine: one block of transactions over a committed state. May import every other
/// package of the ledger but `weft.ledger.admission`, `weft.ledger.query` and `weft.ledger.tree`.
@NullMarked
package weft.ledger.execution;

import org.jspecify.annotations.NullMarked;
