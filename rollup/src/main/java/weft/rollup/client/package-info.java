/// Talks to a node: submissions with safe retries, queries, streams, and a wallet that keeps
/// nonces. Wire types end here. May import `weft.primitives` and `weft.protocol`.
@NullMarked
package weft.rollup.client;

import org.jspecify.annotations.NullMarked;
