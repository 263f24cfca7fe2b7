/// The first state of a chain. May import everything below `weft.ledger.execution`.
@NullMarked
package weft.ledger.genesis;

import org.jspecify.annotations.NullMarked;
