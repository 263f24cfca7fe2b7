/// What a state snapshot consists of: docs/protocol/state-sync.md. Pure; reading the state and
/// keeping the chunks is of `weft.chain.store` and the engine. May import `weft.chain.store` and
/// the floors below.
@NullMarked
package weft.chain.snapshot;

import org.jspecify.annotations.NullMarked;
