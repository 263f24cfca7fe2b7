/// Getting the pinned CometBFT and finding it again. May import the floors below; talks to no
/// engine.
@NullMarked
package weft.engine.cometbft.install;

import org.jspecify.annotations.NullMarked;
