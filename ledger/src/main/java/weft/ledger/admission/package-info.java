/// The checks that a node makes before it takes a transaction, by the rules that execution uses.
/// May import every other package of the ledger but `weft.ledger.query`.
@NullMarked
package weft.ledger.admission;

import org.jspecify.annotations.NullMarked;
