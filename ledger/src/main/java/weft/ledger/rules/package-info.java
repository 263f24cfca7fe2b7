/// The rules of transactions, shared by admission and execution: what a transaction needs, what it
/// costs, and what its actions do. They rely on its form, which `TransactionCodec` has checked. May
/// import every other package of the ledger but `weft.ledger.execution`, `weft.ledger.admission`,
/// `weft.ledger.query` and `weft.ledger.tree`, and `weft.market.wasm`.
@NullMarked
package weft.ledger.rules;

import org.jspecify.annotations.NullMarked;
