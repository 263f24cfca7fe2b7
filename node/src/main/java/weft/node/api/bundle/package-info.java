/// Bundles as searchers of Ethereum send them: JSON-RPC requests, signed in a header, that bring a
/// bid and the transactions that it names. docs/api/bundles.md.
///
/// May import `weft.node.mempool`, `weft.node.api.answer` and the floors below.
@NullMarked
package weft.node.api.bundle;

import org.jspecify.annotations.NullMarked;
