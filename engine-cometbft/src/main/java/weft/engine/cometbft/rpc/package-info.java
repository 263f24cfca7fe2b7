/// Asking the engine over its JSON-RPC on loopback. May import the floors below and the engine's
/// files.
@NullMarked
package weft.engine.cometbft.rpc;

import org.jspecify.annotations.NullMarked;
