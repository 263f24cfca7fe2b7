/// State sync: gives snapshots of the state to nodes that join, and starts from one of theirs;
/// docs/protocol/state-sync.md. May import `weft.engine.cometbft.application`,
/// `weft.engine.cometbft.wire` and `weft.chain` with the floors below.
@NullMarked
package weft.engine.cometbft.statesync;

import org.jspecify.annotations.NullMarked;
