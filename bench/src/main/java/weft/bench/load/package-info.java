/// The load: pre-signed transactions, senders with a pace, meters for receipts and blocks. May
/// import `weft.rollup`, `weft.node` and the floors below.
@NullMarked
package weft.bench.load;

import org.jspecify.annotations.NullMarked;
