/// The engine's folder: configuration, genesis and keys as CometBFT reads them. May import the
/// floors below.
@NullMarked
package weft.engine.cometbft.home;

import org.jspecify.annotations.NullMarked;
