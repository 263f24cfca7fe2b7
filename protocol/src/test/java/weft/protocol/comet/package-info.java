/// Tests of what CometBFT signs and hashes.
@NullMarked
package weft.protocol.comet;

import org.jspecify.annotations.NullMarked;
