/// Durable and in-memory stores: state, tree, blocks, lanes, transaction statuses, journal,
/// snapshots.
///
/// May import `weft.chain.store` and the floors below `weft.chain`.
@NullMarked
package weft.storage;

import org.jspecify.annotations.NullMarked;
