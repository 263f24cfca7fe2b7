/// The archive of bids: what was bid, and what blocks made of it, in one SQLite file that anybody
/// can query. The chain does not need it.
///
/// May import `weft.storage`, and what that may.
@NullMarked
package weft.storage.archive;

import org.jspecify.annotations.NullMarked;
