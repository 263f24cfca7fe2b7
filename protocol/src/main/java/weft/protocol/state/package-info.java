/// The authenticated state as its readers see it: proofs that a key has a value or none, in the
/// form of ICS-23, and their verifiers. The tree behind them is of `weft.ledger.tree`.
///
/// May import `weft.primitives`, `weft.protocol.block` and `weft.protocol.verdict`.
@NullMarked
package weft.protocol.state;

import org.jspecify.annotations.NullMarked;
